package io.lamina.masks.domain;

import java.util.Map;

/** Counts over all groups of an annotation (C-005). */
public record MaskGroupStats(
    long totalGroups, Map<String, Long> modalityCounts, Map<String, Long> maskTypeCounts) {}
