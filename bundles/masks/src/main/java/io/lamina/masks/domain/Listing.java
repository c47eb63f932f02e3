package io.lamina.masks.domain;

import java.util.List;

/**
 * A part of a list.
 *
 * @param total number of items in the whole list
 */
public record Listing<T>(List<T> items, long total) {}
