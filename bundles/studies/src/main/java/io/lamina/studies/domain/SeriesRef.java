package io.lamina.studies.domain;

/** A series as the catalog knows it. */
public record SeriesRef(long id, long studyId, String uid) {}
