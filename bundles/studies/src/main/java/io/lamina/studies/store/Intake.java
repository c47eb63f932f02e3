package io.lamina.studies.store;

/** Values of the column {@code studies_study.intake}. */
final class Intake {
  static final String ACCEPTED = "accepted";
  static final String QUARANTINE = "quarantine";

  private Intake() {}

  static String of(boolean accepted) {
    return accepted ? ACCEPTED : QUARANTINE;
  }
}
