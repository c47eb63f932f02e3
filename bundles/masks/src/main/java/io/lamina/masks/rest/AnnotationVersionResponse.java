package io.lamina.masks.rest;

import io.lamina.masks.domain.AnnotationVersion;
import java.time.Instant;

/**
 * An annotation as it was before a change.
 *
 * @param revision as the ETag of the annotation said then
 * @param endedBy update or delete
 * @param changedBy who did that, by user id
 */
record AnnotationVersionResponse(
    long revision,
    String endedBy,
    long changedBy,
    Instant changedAt,
    AnnotationResponse annotation) {

  static AnnotationVersionResponse of(AnnotationVersion version) {
    return new AnnotationVersionResponse(
        version.before().revision(),
        version.end().key(),
        version.changedBy(),
        version.changedAt(),
        AnnotationResponse.of(version.before()));
  }
}
