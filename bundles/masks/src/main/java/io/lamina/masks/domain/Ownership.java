package io.lamina.masks.domain;

/**
 * What rights on an annotation, its groups and its masks are decided by (D-03).
 *
 * @param study Study Instance UID of the image it lies on, for the audit trail
 */
public record Ownership(
    long annotationId, long projectId, long userId, boolean shared, String study) {}
