package io.lamina.dicom;

import java.util.List;

/** What becomes of an element. */
public sealed interface ElementEdit {
  ElementEdit KEEP = new Keep();
  ElementEdit REMOVE = new Remove();

  /** Unchanged, bit for bit; a sequence is entered. */
  record Keep() implements ElementEdit {}

  /** Gone, with everything below it. */
  record Remove() implements ElementEdit {}

  /**
   * Other values under the same tag.
   *
   * @param vr two letters
   * @param values texts in the data set's character set; none for a zero-length element
   */
  record ReplaceText(String vr, List<String> values) implements ElementEdit {}

  /**
   * Another value as bytes, in the byte order of the transfer syntax.
   *
   * @param vr two letters
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes are handed on, never compared
  record ReplaceBytes(String vr, byte[] value) implements ElementEdit {}

  static ElementEdit text(String vr, String... values) {
    return new ReplaceText(vr, List.of(values));
  }
}
