package io.lamina.studies.domain;

/**
 * The series as an object's header describes it.
 *
 * @param number null where absent
 * @param modality empty where absent
 * @param description empty where absent
 */
public record SeriesFacts(String uid, Integer number, String modality, String description) {}
