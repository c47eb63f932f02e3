package io.lamina.masks.domain;

/**
 * What was measured of a completed object.
 *
 * @param size bytes
 * @param sha256 64 lower-case hexadecimal digits
 * @param extent as read from the content; never null
 */
public record Verified(long size, String sha256, Extent extent) {}
