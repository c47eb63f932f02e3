package io.lamina.masks.domain;

/** The two keys every path of a mask group carries. */
public record GroupPath(long annotationId, long groupId) {}
