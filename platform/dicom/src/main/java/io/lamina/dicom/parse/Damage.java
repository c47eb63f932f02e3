package io.lamina.dicom.parse;

import io.lamina.dicom.InvalidDicomException;
import io.lamina.dicom.InvalidDicomException.Reason;

/** How a reader says what is wrong. */
final class Damage {
  private Damage() {}

  /**
   * Something does not fit before the limit: the file was cut, or an inner length lies.
   *
   * @param size of the whole source
   */
  static InvalidDicomException cut(long limit, long size) {
    return limit >= size
        ? new InvalidDicomException(
            Reason.TRUNCATED, "The DICOM file ends in the middle of an element; send it again")
        : malformed("an element is longer than what encloses it");
  }

  static InvalidDicomException malformed(String what) {
    return new InvalidDicomException(
        Reason.MALFORMED, "The DICOM file is damaged: " + what + "; send it again");
  }
}
