package io.lamina.masks.rest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.lamina.masks.domain.Mask;
import io.lamina.masks.domain.MaskGroup;
import io.lamina.masks.domain.MaskGroupStats;
import java.util.List;
import java.util.Map;

/** A mask group with its first masks and counts over the groups of its annotation (C-005). */
record MaskGroupDetail(
    @JsonUnwrapped MaskGroupResponse group, List<MaskResponse> masks, Stats stats) {

  /** Counts over all groups of the annotation. */
  record Stats(
      long totalGroups, Map<String, Long> modalityCounts, Map<String, Long> maskTypeCounts) {}

  static MaskGroupDetail of(MaskGroup group, List<Mask> masks, MaskGroupStats stats) {
    return new MaskGroupDetail(
        MaskGroupResponse.of(group),
        masks.stream().map(MaskResponse::of).toList(),
        new Stats(stats.totalGroups(), stats.modalityCounts(), stats.maskTypeCounts()));
  }
}
