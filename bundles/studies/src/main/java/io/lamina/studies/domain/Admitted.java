package io.lamina.studies.domain;

/**
 * What became of one file.
 *
 * @param verdict whether it is in the catalog now
 * @param study where it is, or where it was refused
 * @param seriesId of the instance that has its SOP Instance UID
 * @param instanceId of the instance that has its SOP Instance UID
 * @param reason why it is refused; null where it is not
 */
record Admitted(
    StoredFile file,
    Verdict verdict,
    StudyRef study,
    long seriesId,
    long instanceId,
    String reason) {

  /** How a file relates to what is in the catalog (D-17). */
  enum Verdict {
    /** Its row was made. */
    NEW,
    /** The same bytes are there. */
    SAME,
    /** Other bytes are there under its UID; perhaps the same data set in another wrapping. */
    DIFFERENT,
    /** It may not be added. */
    REFUSED
  }

  Admitted judged(Verdict other) {
    return new Admitted(
        file, other, study, seriesId, instanceId, other == Verdict.SAME ? null : reason);
  }
}
