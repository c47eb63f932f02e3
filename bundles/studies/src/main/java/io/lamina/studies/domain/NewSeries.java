package io.lamina.studies.domain;

/** A series about to enter the catalog, without counts. */
public record NewSeries(long id, long studyId, SeriesFacts facts) {}
