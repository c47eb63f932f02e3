package io.lamina.dicom.pixel;

import io.lamina.dicom.FrameIndex;
import io.lamina.dicom.InvalidDicomException;
import io.lamina.dicom.InvalidDicomException.Reason;
import io.lamina.dicom.PixelDescription;
import io.lamina.dicom.codec.Interleaving;
import io.lamina.dicom.parse.ParsedObject;
import io.lamina.dicom.parse.Values;
import io.lamina.dicom.parse.Vr;
import java.io.IOException;

/** Frames that are not compressed (PS3.5, 8.1 and annex D): byte order, bits, planes, 4:2:2. */
final class UncompressedFrames {
  private final ParsedObject object;
  private final PixelDescription pixels;

  UncompressedFrames(ParsedObject object) {
    this.object = object;
    this.pixels = object.pixels().orElseThrow();
  }

  byte[] read(FrameIndex index, int frame) throws IOException {
    byte[] stored = bytes(index, frame);
    return object.isPacked422() ? unpack422(stored) : unpack(stored, index.firstBit(frame), pixels);
  }

  private byte[] bytes(FrameIndex index, int frame) throws IOException {
    FrameIndex.Range range = index.ranges(frame).get(0);
    byte[] bytes = new byte[(int) range.length()];
    if (!object.parsedDataSet().encoding().isBigEndian()) {
      object.content().readFully(bytes, range.position());
      return bytes;
    }
    int allocated = pixels.bitsAllocated();
    if (allocated > 8) {
      object.content().readFully(bytes, range.position());
      Values.swap(bytes, allocated / 8);
      return bytes;
    }
    if (object.pixelVr() != Vr.OW) {
      object.content().readFully(bytes, range.position());
      return bytes;
    }
    // words swap as a whole, and a frame may begin or end in the middle of one
    long base = index.ranges(1).get(0).position();
    long from = range.position() - (range.position() - base) % 2;
    long to = range.position() + range.length();
    byte[] words = new byte[(int) (to - from + (to - base) % 2)];
    object.content().readFully(words, from);
    Values.swap(words, 2);
    System.arraycopy(words, (int) (range.position() - from), bytes, 0, bytes.length);
    return bytes;
  }

  /**
   * @param stored little-endian
   * @param firstBit of the first byte, for 1-bit pixels
   */
  static byte[] unpack(byte[] stored, int firstBit, PixelDescription pixels) {
    int allocated = pixels.bitsAllocated();
    if (allocated == 1) {
      byte[] out = new byte[(int) pixels.samples()];
      for (int i = 0; i < out.length; i++) {
        int bit = firstBit + i;
        out[i] = (byte) (stored[bit >> 3] >> (bit & 7) & 1);
      }
      return out;
    }
    if (allocated != 8 && allocated != 16 && allocated != 32 && allocated != 64) {
      throw new InvalidDicomException(
          Reason.UNSUPPORTED, "Pixels of " + allocated + " allocated bits cannot be decoded");
    }
    if (pixels.samplesPerPixel() > 1 && pixels.planarConfiguration() == 1) {
      return Interleaving.interleave(
          stored, pixels.rows() * pixels.columns(), pixels.samplesPerPixel(), allocated / 8);
    }
    return stored;
  }

  /** Y Y Cb Cr for each two pixels (PS3.3, C.7.6.3.1.2) to one Y Cb Cr a pixel. */
  private byte[] unpack422(byte[] stored) {
    byte[] out = new byte[(int) pixels.samples()];
    int from = 0;
    int to = 0;
    for (int row = 0; row < pixels.rows(); row++) {
      for (int column = 0; column < pixels.columns(); column += 2, from += 4) {
        for (int p = 0; p < 2 && column + p < pixels.columns(); p++) {
          out[to++] = stored[from + p];
          out[to++] = stored[from + 2];
          out[to++] = stored[from + 3];
        }
      }
    }
    return out;
  }
}
