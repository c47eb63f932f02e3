package io.lamina.masks.rest;

import io.lamina.masks.domain.MaskStats;
import java.util.Map;

/** Sums over a group in the documented names. */
record MaskStatsResponse(
    long totalMasks,
    long totalSize,
    double averageFileSize,
    Map<String, Long> labels,
    Map<String, Long> fileTypes) {

  static MaskStatsResponse of(MaskStats stats) {
    return new MaskStatsResponse(
        stats.totalMasks(),
        stats.totalSize(),
        stats.totalMasks() == 0 ? 0 : (double) stats.totalSize() / stats.totalMasks(),
        stats.labels(),
        stats.fileTypes());
  }
}
