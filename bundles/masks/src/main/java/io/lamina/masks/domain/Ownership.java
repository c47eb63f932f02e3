package io.lamina.masks.domain;

/**
 * What rights on an annotation, its groups and its masks are decided by (D-03).
 *
 * @param image it lies on
 */
public record Ownership(
    long annotationId, long projectId, long userId, boolean shared, ImageReference image) {
  /** The same, where sharing has ended. */
  Ownership notShared() {
    return new Ownership(annotationId, projectId, userId, false, image);
  }

  /** Study Instance UID, for the audit trail. */
  public String study() {
    return image.studyInstanceUid();
  }
}
