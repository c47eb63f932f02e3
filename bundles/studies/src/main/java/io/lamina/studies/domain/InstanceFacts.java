package io.lamina.studies.domain;

/**
 * Everything the catalog keeps of one object, so that lists, metadata and frames never open a file
 * they do not send.
 *
 * @param instanceNumber null where absent
 * @param image null for an object without pixel data
 * @param json DICOM JSON of the header, gzipped; null where it is too large to be kept
 * @param frameIndex bytes of {@link io.lamina.dicom.FrameIndex}; null where it is too large
 */
public record InstanceFacts(
    PatientFacts patient,
    StudyFacts study,
    SeriesFacts series,
    String sopInstanceUid,
    String sopClassUid,
    String transferSyntaxUid,
    Integer instanceNumber,
    ImageFacts image,
    byte[] json,
    byte[] frameIndex) {}
