package io.lamina.studies.domain;

/** An instance about to enter the catalog. */
public record NewInstance(long studyId, long seriesId, StoredFile file) {}
