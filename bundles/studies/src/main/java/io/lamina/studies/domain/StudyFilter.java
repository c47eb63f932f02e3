package io.lamina.studies.domain;

/**
 * Which studies are asked for (D-12); null where a field does not matter.
 *
 * @param patientName pattern with {@code *} and {@code ?}, whatever its case
 * @param text has to be contained in a name, an id, a number or the description, whatever its case
 */
public record StudyFilter(
    String patientId,
    String patientName,
    String studyInstanceUid,
    DateRange studyDate,
    String modality,
    String accessionNumber,
    String text) {
  public static final StudyFilter NONE = new StudyFilter(null, null, null, null, null, null, null);
}
