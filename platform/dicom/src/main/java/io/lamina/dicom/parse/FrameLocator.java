package io.lamina.dicom.parse;

import io.lamina.api.blob.ByteSource;
import io.lamina.dicom.DataSet;
import io.lamina.dicom.FrameIndex;
import io.lamina.dicom.InvalidDicomException;
import io.lamina.dicom.InvalidDicomException.Reason;
import io.lamina.dicom.PixelDescription;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Tells which bytes are which frame (PS3.5, 8.2 and A.4). */
final class FrameLocator {
  private static final int EXTENDED_OFFSETS = 0x7FE00001;

  private FrameLocator() {}

  /** Bits of one frame that is not compressed. */
  static long bitsPerFrame(PixelDescription pixels, long dataLength) {
    long bits = pixels.samples() * pixels.bitsAllocated();
    if (isPacked422(pixels, dataLength)) {
      return (long) pixels.rows() * ((pixels.columns() + 1) / 2) * 4 * 8;
    }
    return bits;
  }

  /**
   * Whether two pixels share their chroma: YBR_FULL_422, and only half of it is there. Some writers
   * say 422 and store all samples.
   */
  static boolean isPacked422(PixelDescription pixels, long dataLength) {
    return pixels.photometricInterpretation().endsWith("_422")
        && pixels.samplesPerPixel() == 3
        && pixels.bitsAllocated() == 8
        && dataLength < pixels.samples() * pixels.frames();
  }

  static FrameIndex locateNative(PixelDescription pixels, ParsedElement data, boolean inflated) {
    long bits = bitsPerFrame(pixels, data.length());
    long needed;
    try {
      needed = Math.addExact(Math.multiplyExact(bits, (long) pixels.frames()), 7) >>> 3;
    } catch (ArithmeticException absurd) {
      needed = Long.MAX_VALUE;
    }
    if (needed > data.length()) {
      throw new InvalidDicomException(
          Reason.TRUNCATED,
          "The pixel data is shorter than the header says: "
              + pixels.frames()
              + " frames of "
              + pixels.rows()
              + " x "
              + pixels.columns()
              + " need "
              + needed
              + " bytes, "
              + data.length()
              + " are there");
    }
    return FrameIndex.ofNative(inflated, data.valuePosition(), bits, pixels.frames());
  }

  static FrameIndex locateFragments(
      ByteSource content, DataSet dataSet, int frames, Fragments fragments, boolean rle)
      throws IOException {
    int count = fragments.count();
    if (count < frames) {
      throw new InvalidDicomException(
          Reason.TRUNCATED,
          "The header says " + frames + " frames, the pixel data has only " + count + " fragments");
    }
    int[] first;
    if (frames == 1) {
      first = new int[] {0, count};
    } else if (count == frames) {
      first = new int[frames + 1];
      Arrays.setAll(first, i -> i);
    } else {
      first = byOffsets(fragments, extended(dataSet, frames), frames);
      if (first == null) {
        first = byOffsets(fragments, basic(content, fragments, frames), frames);
      }
      if (first == null && !rle) {
        first = byStart(content, fragments, frames);
      }
      if (first == null) {
        throw new InvalidDicomException(
            Reason.MALFORMED, "The fragments of the pixel data cannot be told apart into frames");
      }
    }
    long[] positions = new long[count];
    int[] lengths = new int[count];
    for (int i = 0; i < count; i++) {
      positions[i] = fragments.position(i);
      lengths[i] = fragments.length(i);
    }
    return FrameIndex.ofFragments(first, positions, lengths);
  }

  private static long[] extended(DataSet dataSet, int frames) {
    byte[] table = dataSet.bytes(EXTENDED_OFFSETS).orElse(new byte[0]);
    if (table.length != 8L * frames) {
      return new long[0];
    }
    long[] offsets = new long[frames];
    ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(offsets);
    return offsets;
  }

  private static long[] basic(ByteSource content, Fragments fragments, int frames)
      throws IOException {
    if (fragments.tableLength() != 4L * frames) {
      return new long[0];
    }
    byte[] table = new byte[fragments.tableLength()];
    content.readFully(table, fragments.tablePosition());
    ByteBuffer buffer = ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN);
    long[] offsets = new long[frames];
    for (int i = 0; i < frames; i++) {
      offsets[i] = buffer.getInt() & 0xffffffffL;
    }
    return offsets;
  }

  /** Offsets count from the first fragment's item tag; null where they are not of fragments. */
  private static int[] byOffsets(Fragments fragments, long[] offsets, int frames) {
    if (offsets.length != frames) {
      return null;
    }
    int[] first = new int[frames + 1];
    first[frames] = fragments.count();
    long base = fragments.position(0) - 8;
    int fragment = 0;
    for (int f = 0; f < frames; f++) {
      while (fragment < fragments.count() && fragments.position(fragment) - 8 - base < offsets[f]) {
        fragment++;
      }
      if (fragment == fragments.count()
          || fragments.position(fragment) - 8 - base != offsets[f]
          || (f > 0 && fragment <= first[f - 1])
          || (f == 0 && fragment != 0)) {
        return null;
      }
      first[f] = fragment;
    }
    return first;
  }

  /** A frame begins where a fragment begins with SOI or SOC; null where that gives other frames. */
  private static int[] byStart(ByteSource content, Fragments fragments, int frames)
      throws IOException {
    int[] first = new int[frames + 1];
    int found = 0;
    byte[] start = new byte[4];
    for (int i = 0; i < fragments.count(); i++) {
      if (fragments.length(i) < 4) {
        continue;
      }
      content.readFully(start, fragments.position(i));
      boolean jpeg = (start[0] & 0xff) == 0xff && (start[1] & 0xff) == 0xd8;
      boolean jpeg2000 = (start[0] & 0xff) == 0xff && start[1] == 0x4f && (start[2] & 0xff) == 0xff;
      if (jpeg || jpeg2000) {
        if (found == frames || (found == 0 && i != 0)) {
          return null;
        }
        first[found++] = i;
      }
    }
    first[frames] = fragments.count();
    return found == frames ? first : null;
  }
}
