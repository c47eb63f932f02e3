package io.lamina.studies.domain;

/**
 * An instance as the rules of repeats see it (D-17).
 *
 * @param sha256 of the whole stored file
 */
public record InstanceRef(
    long id, long seriesId, String sopInstanceUid, String sha256, StudyRef study) {}
