package io.lamina.masks.domain;

/**
 * What was measured of a completed object.
 *
 * @param size bytes
 * @param sha256 64 lower-case hexadecimal digits
 */
public record Verified(long size, String sha256) {}
