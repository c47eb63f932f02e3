package io.lamina.masks.domain;

/** What rights on an annotation, its groups and its masks are decided by (D-03). */
public record Ownership(long annotationId, long projectId, long userId, boolean shared) {}
