package io.lamina.dicom.render;

import io.lamina.api.blob.ByteSource;
import io.lamina.dicom.InvalidDicomException;
import io.lamina.dicom.InvalidDicomException.Reason;
import io.lamina.dicom.parse.ParsedDataSet;
import io.lamina.dicom.parse.ParsedElement;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;

/** Palette Color Lookup Tables (PS3.3, C.7.9), plain and segmented. */
final class Palette {
  private static final int DESCRIPTOR = 0x00281101;
  private static final int DATA = 0x00281201;
  private static final int SEGMENTED = 0x00281221;

  private final LookupTable[] colours = new LookupTable[3];

  Palette(ParsedDataSet set, ByteSource content) throws IOException {
    for (int c = 0; c < 3; c++) {
      colours[c] = LookupTable.read(set, content, DESCRIPTOR + c, DATA + c);
      if (colours[c] == null) {
        colours[c] = segmented(set, content, c);
      }
      if (colours[c] == null) {
        throw new InvalidDicomException(
            Reason.MALFORMED, "The image is PALETTE COLOR, but its palette is not there");
      }
    }
  }

  /** Eight bits of the colour for a stored value. */
  byte colour(int component, int stored) {
    LookupTable table = colours[component];
    int value = table.at(stored);
    return (byte) (table.bits() > 8 ? value >> (table.bits() - 8) : value);
  }

  private static LookupTable segmented(ParsedDataSet set, ByteSource content, int component)
      throws IOException {
    double[] descriptor = set.decimals(DESCRIPTOR + component);
    ParsedElement data = set.find(SEGMENTED + component);
    if (descriptor.length < 3 || data == null || data.isSequence()) {
      return null;
    }
    byte[] bytes = data.load(content, LookupTable.MOST_BYTES);
    ByteOrder order = set.encoding().order();
    short[] words = new short[bytes.length / 2];
    ShortBuffer all = ByteBuffer.wrap(bytes).order(order).asShortBuffer();
    all.get(words);
    Segments segments = new Segments(words, LookupTable.count(descriptor));
    segments.expand(0, Integer.MAX_VALUE, true);
    return new LookupTable((int) descriptor[1], LookupTable.bits(descriptor), segments.whole());
  }

  /** Expands discrete, linear and indirect segments (PS3.3, C.7.9.2). */
  private static final class Segments {
    private final short[] words;
    private final int[] entries;
    private int filled;

    Segments(short[] words, int count) {
      this.words = words;
      this.entries = new int[count];
    }

    int[] whole() {
      if (filled != entries.length) {
        throw LookupTable.damaged();
      }
      return entries;
    }

    void expand(int from, int segments, boolean mayRefer) {
      int at = from;
      for (int s = 0; s < segments && at + 1 < words.length && filled < entries.length; s++) {
        int opcode = words[at] & 0xffff;
        int length = words[at + 1] & 0xffff;
        at += 2;
        switch (opcode) {
          case 0 -> {
            check(at + length <= words.length && filled + length <= entries.length);
            for (int i = 0; i < length; i++) {
              entries[filled++] = words[at++] & 0xffff;
            }
          }
          case 1 -> {
            check(at < words.length && filled > 0 && filled + length <= entries.length);
            int start = entries[filled - 1];
            int end = words[at++] & 0xffff;
            for (int i = 1; i <= length; i++) {
              entries[filled++] = Math.round(start + (end - start) * (float) i / length);
            }
          }
          case 2 -> {
            check(mayRefer && at + 1 < words.length);
            long offset = (words[at] & 0xffff) | ((long) (words[at + 1] & 0xffff) << 16);
            at += 2;
            check(offset % 2 == 0 && offset / 2 < words.length);
            expand((int) (offset / 2), length, false);
          }
          default -> throw LookupTable.damaged();
        }
      }
    }

    private static void check(boolean sound) {
      if (!sound) {
        throw LookupTable.damaged();
      }
    }
  }
}
