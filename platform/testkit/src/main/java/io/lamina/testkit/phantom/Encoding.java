package io.lamina.testkit.phantom;

/** How a data set is written (PS3.5, annex A). */
public enum Encoding {
  IMPLICIT_LITTLE_ENDIAN("1.2.840.10008.1.2", false, false),
  EXPLICIT_LITTLE_ENDIAN("1.2.840.10008.1.2.1", true, false),
  /** Retired, and still met. */
  EXPLICIT_BIG_ENDIAN("1.2.840.10008.1.2.2", true, true);

  private final String uid;
  private final boolean explicitVr;
  private final boolean bigEndian;

  Encoding(String uid, boolean explicitVr, boolean bigEndian) {
    this.uid = uid;
    this.explicitVr = explicitVr;
    this.bigEndian = bigEndian;
  }

  /** Transfer Syntax UID. */
  public String uid() {
    return uid;
  }

  boolean explicitVr() {
    return explicitVr;
  }

  boolean bigEndian() {
    return bigEndian;
  }
}
