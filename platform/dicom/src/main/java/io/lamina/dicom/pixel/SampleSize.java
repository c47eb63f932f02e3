package io.lamina.dicom.pixel;

import io.lamina.dicom.InvalidDicomException;
import io.lamina.dicom.InvalidDicomException.Reason;
import io.lamina.dicom.codec.Codec;

/** Brings decompressed samples to the size that the header allocates. */
final class SampleSize {
  private SampleSize() {}

  static byte[] fit(Codec.Samples decoded, int size) {
    int from = decoded.bytesPerSample();
    if (from == size) {
      return decoded.bytes();
    }
    byte[] in = decoded.bytes();
    int count = in.length / from;
    byte[] out = new byte[Math.multiplyExact(count, size)];
    for (int i = 0; i < count; i++) {
      boolean negative = decoded.signed() && in[(i + 1) * from - 1] < 0;
      byte filler = (byte) (negative ? -1 : 0);
      for (int b = 0; b < Math.max(size, from); b++) {
        byte value = b < from ? in[i * from + b] : filler;
        if (b < size) {
          out[i * size + b] = value;
        } else if (value != filler) {
          throw new InvalidDicomException(
              Reason.MALFORMED,
              "The compressed pixel data has samples of more bits than the header says");
        }
      }
    }
    return out;
  }
}
