package io.lamina.dicom.codec;

import io.lamina.dicom.InvalidDicomException;
import io.lamina.dicom.InvalidDicomException.Reason;
import io.lamina.dicom.PixelDescription;

/** RLE Lossless (PS3.5, annex G): one segment for each byte of each sample, high bytes first. */
public final class RunLength {
  private static final int HEADER = 64;

  private RunLength() {}

  public static byte[] decode(byte[] stream, PixelDescription pixels) {
    int size = pixels.bitsAllocated() / 8;
    int segments = size * pixels.samplesPerPixel();
    if (stream.length < HEADER || int32(stream, 0) != segments || segments > 15) {
      throw damaged();
    }
    int count = pixels.rows() * pixels.columns();
    byte[] out = new byte[count * segments];
    for (int s = 0; s < segments; s++) {
      int from = int32(stream, 4 + 4 * s);
      int to = s + 1 < segments ? int32(stream, 8 + 4 * s) : stream.length;
      if (from < HEADER || to < from || to > stream.length) {
        throw damaged();
      }
      int sample = s / size;
      int place = sample * size + size - 1 - s % size;
      segment(stream, from, to, out, place, segments);
    }
    return out;
  }

  private static void segment(byte[] in, int from, int to, byte[] out, int place, int stride) {
    int at = from;
    int write = place;
    while (write < out.length) {
      if (at >= to) {
        throw damaged();
      }
      int control = in[at++];
      if (control >= 0) {
        if (to - at <= control && (out.length - write + stride - 1) / stride > to - at) {
          throw damaged();
        }
        for (int i = 0; i <= control && write < out.length; i++) {
          out[write] = in[at++];
          write += stride;
        }
      } else if (control != -128) {
        if (at >= to) {
          throw damaged();
        }
        byte value = in[at++];
        for (int i = 0; i <= -control && write < out.length; i++) {
          out[write] = value;
          write += stride;
        }
      }
    }
  }

  private static int int32(byte[] bytes, int at) {
    return (bytes[at] & 0xff)
        | ((bytes[at + 1] & 0xff) << 8)
        | ((bytes[at + 2] & 0xff) << 16)
        | ((bytes[at + 3] & 0xff) << 24);
  }

  private static InvalidDicomException damaged() {
    return new InvalidDicomException(
        Reason.MALFORMED, "The RLE compressed pixel data is damaged and cannot be decoded");
  }
}
