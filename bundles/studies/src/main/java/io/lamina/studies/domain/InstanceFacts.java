package io.lamina.studies.domain;

/**
 * Everything the catalog keeps of one object, so that lists, metadata and frames never open a file
 * they do not send.
 *
 * @param instanceNumber null where absent
 * @param image null for an object without pixel data
 * @param json DICOM JSON of the header, gzipped; null where it is too large to be kept, or what its
 *     upload brought along is
 * @param frameIndex bytes of {@link io.lamina.dicom.FrameIndex}; null where {@code json} is or it
 *     is too large itself
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
    byte[] frameIndex) {

  InstanceFacts withoutHeader() {
    return new InstanceFacts(
        patient,
        study,
        series,
        sopInstanceUid,
        sopClassUid,
        transferSyntaxUid,
        instanceNumber,
        image,
        null,
        null);
  }
}
