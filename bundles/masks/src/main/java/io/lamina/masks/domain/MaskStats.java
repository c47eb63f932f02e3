package io.lamina.masks.domain;

import java.util.Map;

/**
 * Sums over a group, read from counters.
 *
 * @param totalSize bytes: as measured where the object is completed, else as declared
 * @param labels masks by label; masks without a label are in none
 * @param fileTypes masks by media type
 */
public record MaskStats(
    long totalMasks, long totalSize, Map<String, Long> labels, Map<String, Long> fileTypes) {}
