package io.lamina.dicom.parse;

import java.io.IOException;

/**
 * Tag, VR and length of an element (PS3.5, 7.1.2 and 7.1.3).
 *
 * @param length {@link #UNDEFINED} or what the stream says, which is still to be checked
 */
record ElementHeader(int tag, Vr vr, long start, long valuePosition, long length) {
  static final long UNDEFINED = 0xffffffffL;

  /**
   * @param limit where what encloses the element ends; 8 bytes are there
   * @param signedPixels decides the VR of some tags where the stream does not say it
   */
  static ElementHeader read(
      SourceReader reader, Encoding encoding, long start, long limit, boolean signedPixels)
      throws IOException {
    int offset = reader.window(start, 8);
    byte[] chunk = reader.chunk();
    int tag = encoding.tag(chunk, offset);
    if (!encoding.isExplicit()) {
      Vr vr = Dictionary.vr(tag, signedPixels);
      return new ElementHeader(tag, vr, start, start + 8, length(encoding, chunk, offset + 4));
    }
    Vr vr = Vr.of(chunk[offset + 4], chunk[offset + 5]);
    if (vr == null) {
      return unknownVr(reader, encoding, start, limit, signedPixels);
    }
    if (!vr.isWide()) {
      int length = encoding.uint16(chunk, offset + 6);
      return new ElementHeader(tag, vr, start, start + 8, length);
    }
    if (limit - start < 12) {
      throw Damage.cut(limit, reader.size());
    }
    offset = reader.window(start, 12);
    long length = length(encoding, reader.chunk(), offset + 8);
    return new ElementHeader(tag, vr, start, start + 12, length);
  }

  /** Letters of no VR: a newer one (PS3.5, 6.2.2), an implicit header, or garbage. */
  private static ElementHeader unknownVr(
      SourceReader reader, Encoding encoding, long start, long limit, boolean signedPixels)
      throws IOException {
    long room = limit - start;
    int offset = reader.window(start, (int) Math.min(12, room));
    byte[] chunk = reader.chunk();
    int tag = encoding.tag(chunk, offset);
    boolean letters = isCapital(chunk[offset + 4]) && isCapital(chunk[offset + 5]);
    int shortLength = encoding.uint16(chunk, offset + 6);
    if (letters && room >= 12 && shortLength == 0) {
      long length = length(encoding, chunk, offset + 8);
      if (length <= room - 12) {
        return new ElementHeader(tag, Vr.UN, start, start + 12, length);
      }
    }
    long implicitLength = length(encoding, chunk, offset + 4);
    if (!letters && implicitLength <= room - 8) {
      Vr vr = Dictionary.vr(tag, signedPixels);
      return new ElementHeader(tag, vr, start, start + 8, implicitLength);
    }
    if (shortLength <= room - 8) {
      return new ElementHeader(tag, Vr.UN, start, start + 8, shortLength);
    }
    throw Damage.malformed("an element has no valid VR");
  }

  private static long length(Encoding encoding, byte[] chunk, int at) {
    return encoding.int32(chunk, at) & UNDEFINED;
  }

  private static boolean isCapital(byte letter) {
    return letter >= 'A' && letter <= 'Z';
  }
}
