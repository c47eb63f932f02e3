package io.lamina.studies.domain;

/** A study about to enter the catalog, without counts. */
public record NewStudy(StudyRef ref, PatientFacts patient, StudyFacts facts, String modality) {}
