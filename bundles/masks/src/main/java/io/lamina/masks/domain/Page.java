package io.lamina.masks.domain;

/**
 * Which part of a list is asked for.
 *
 * @param offset items to skip, 0 and up
 * @param limit items to give, 1 and up
 */
public record Page(long offset, int limit) {}
