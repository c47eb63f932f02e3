package io.lamina.masks.domain;

/** What a list of annotations is narrowed to; null for no restriction. */
public record AnnotationFilter(
    Long userId,
    Long projectId,
    String studyInstanceUid,
    String seriesInstanceUid,
    String sopInstanceUid,
    String viewerSoftware,
    String toolName,
    MeasurementFilter measurement) {}
