package io.lamina.masks.rest;

import io.lamina.masks.domain.MaskGroup;
import java.time.Instant;

/** A mask group as S1 and S2 print it. */
record MaskGroupResponse(
    long id,
    long annotationId,
    String groupName,
    String modelName,
    String version,
    String modality,
    int sliceCount,
    String maskType,
    String description,
    long createdBy,
    Instant createdAt,
    Instant updatedAt) {

  static MaskGroupResponse of(MaskGroup group) {
    return new MaskGroupResponse(
        group.id(),
        group.annotationId(),
        group.content().groupName(),
        group.content().modelName(),
        group.content().version(),
        group.content().modality(),
        group.content().sliceCount(),
        group.content().maskType().key(),
        group.content().description(),
        group.createdBy(),
        group.createdAt(),
        group.updatedAt());
  }
}
