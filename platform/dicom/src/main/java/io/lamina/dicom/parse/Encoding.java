package io.lamina.dicom.parse;

import java.nio.ByteOrder;

/** How elements are written (PS3.5, 7.1 and 7.3). */
public enum Encoding {
  IMPLICIT_LITTLE(false, false),
  EXPLICIT_LITTLE(true, false),
  EXPLICIT_BIG(true, true);

  private final boolean explicit;
  private final boolean bigEndian;

  Encoding(boolean explicit, boolean bigEndian) {
    this.explicit = explicit;
    this.bigEndian = bigEndian;
  }

  public boolean isExplicit() {
    return explicit;
  }

  public boolean isBigEndian() {
    return bigEndian;
  }

  public ByteOrder order() {
    return bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  int uint16(byte[] bytes, int at) {
    int first = bytes[at] & 0xff;
    int second = bytes[at + 1] & 0xff;
    return bigEndian ? (first << 8) | second : (second << 8) | first;
  }

  int int32(byte[] bytes, int at) {
    return bigEndian
        ? (uint16(bytes, at) << 16) | uint16(bytes, at + 2)
        : (uint16(bytes, at + 2) << 16) | uint16(bytes, at);
  }

  int tag(byte[] bytes, int at) {
    return (uint16(bytes, at) << 16) | uint16(bytes, at + 2);
  }
}
