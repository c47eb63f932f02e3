package io.lamina.dicom.parse;

import io.lamina.dicom.parse.Vr.Kind;

/** Recognises the encoding of a data set from its first element. */
final class SyntaxGuess {
  private SyntaxGuess() {}

  /**
   * @param ahead the first bytes
   * @param size of the whole, which no length may pass
   * @return null where this is no data set
   */
  static Encoding of(byte[] ahead, int at, long size) {
    if (ahead.length - at < 8) {
      return null;
    }
    boolean letters = Vr.of(ahead[at + 4], ahead[at + 5]) != null;
    for (Encoding encoding : Encoding.values()) {
      if (encoding.isExplicit() == letters && begins(encoding, ahead, at, size)) {
        return encoding;
      }
    }
    return null;
  }

  /** A known tag of a group that files begin with, a length that fits, and a higher tag next. */
  private static boolean begins(Encoding encoding, byte[] ahead, int at, long size) {
    int group = encoding.uint16(ahead, at);
    int tag = encoding.tag(ahead, at);
    if (group < 1 || group > 0x20 || !isPlausible(tag)) {
      return false;
    }
    int header = 8;
    long length;
    if (encoding.isExplicit()) {
      Vr vr = Vr.of(ahead[at + 4], ahead[at + 5]);
      if (vr.isWide()) {
        header = 12;
        if (ahead.length - at < header) {
          return false;
        }
        length = encoding.int32(ahead, at + 8) & 0xffffffffL;
      } else {
        length = encoding.uint16(ahead, at + 6);
      }
    } else {
      length = encoding.int32(ahead, at + 4) & 0xffffffffL;
    }
    if (length == 0xffffffffL) {
      return Dictionary.vr(tag, false).kind() == Kind.SEQUENCE || (tag & 0x10000) != 0;
    }
    if (length > size - header) {
      return false;
    }
    long next = at + header + length;
    return next + 4 > ahead.length
        || Integer.compareUnsigned(encoding.tag(ahead, (int) next), tag) > 0;
  }

  private static boolean isPlausible(int tag) {
    return (tag & 0xffff) == 0 || Dictionary.vr(tag, false) != Vr.UN;
  }
}
