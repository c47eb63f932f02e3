package io.lamina.masks.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.lamina.masks.domain.Annotation;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/** An annotation as S1 prints it, with its project and whether it is shared. */
record AnnotationResponse(
    long id,
    long userId,
    long projectId,
    String studyInstanceUid,
    String seriesInstanceUid,
    String sopInstanceUid,
    @Schema(type = "object") @JsonRawValue String annotationData,
    @JsonProperty("is_shared") boolean shared,
    String toolName,
    String toolVersion,
    String viewerSoftware,
    String description,
    @Schema(type = "array") @JsonRawValue String measurementValues,
    Instant createdAt,
    Instant updatedAt) {

  static AnnotationResponse of(Annotation annotation) {
    return new AnnotationResponse(
        annotation.id(),
        annotation.userId(),
        annotation.projectId(),
        annotation.image().studyInstanceUid(),
        annotation.image().seriesInstanceUid(),
        annotation.image().sopInstanceUid(),
        annotation.content().data(),
        annotation.content().shared(),
        annotation.content().toolName(),
        annotation.content().toolVersion(),
        annotation.content().viewerSoftware(),
        annotation.content().description(),
        annotation.content().measurements(),
        annotation.createdAt(),
        annotation.updatedAt());
  }
}
