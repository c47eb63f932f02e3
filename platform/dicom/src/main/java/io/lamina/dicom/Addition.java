package io.lamina.dicom;

import java.util.List;

/** An element that an {@link ElementEditor} puts into a data set or an item. */
public sealed interface Addition {
  int tag();

  /**
   * @param vr two letters, of a text
   * @param values in the data set's character set; none for a zero-length element
   */
  record Text(int tag, String vr, List<String> values) implements Addition {}

  /**
   * @param vr two letters
   * @param value in the byte order of the transfer syntax
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes are handed on, never compared
  record Bytes(int tag, String vr, byte[] value) implements Addition {}

  /**
   * @param items elements of each item, in ascending order
   */
  record Sequence(int tag, List<List<Addition>> items) implements Addition {}

  static Addition text(int tag, String vr, String... values) {
    return new Text(tag, vr, List.of(values));
  }
}
