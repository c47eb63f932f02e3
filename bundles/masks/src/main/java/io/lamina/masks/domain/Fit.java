package io.lamina.masks.domain;

import java.util.Locale;

/**
 * Whether a mask fits the image or series it is said to lie on.
 *
 * @param note why, in words for the client; null where it fits
 */
public record Fit(Verdict verdict, String note) {
  static final Fit FITS = new Fit(Verdict.FITS, null);
  static final Fit NOT_UPLOADED = notChecked("The file is not uploaded yet");

  /** What came out of the comparison. */
  public enum Verdict {
    FITS,
    MISMATCH,
    NOT_CHECKED;

    /** As clients read it and rows keep it: {@code fits}, {@code mismatch}, {@code not checked}. */
    public String key() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    public static Verdict byKey(String key) {
      return valueOf(key.toUpperCase(Locale.ROOT).replace(' ', '_'));
    }
  }

  static Fit mismatch(String note) {
    return new Fit(Verdict.MISMATCH, note);
  }

  public static Fit notChecked(String note) {
    return new Fit(Verdict.NOT_CHECKED, note);
  }
}
