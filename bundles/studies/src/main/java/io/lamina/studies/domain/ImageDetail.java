package io.lamina.studies.domain;

/**
 * One instance by its number.
 *
 * @param patientId empty where unknown
 * @param image null for an object without pixel data
 * @param sha256 of the stored file
 */
public record ImageDetail(
    long id,
    StudyRef study,
    String patientId,
    String sopInstanceUid,
    String sopClassUid,
    String transferSyntaxUid,
    long bytes,
    String sha256,
    ImageFacts image) {}
