package io.lamina.dicom.render;

import io.lamina.api.blob.ByteSource;
import io.lamina.dicom.InvalidDicomException;
import io.lamina.dicom.InvalidDicomException.Reason;
import io.lamina.dicom.parse.ParsedDataSet;
import io.lamina.dicom.parse.ParsedElement;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A table of a modality LUT, VOI LUT or palette (PS3.3, C.11.1, C.11.2, C.7.6.3.1.5).
 *
 * @param firstMapped input value of the first entry; lower ones map to it
 * @param bits of an entry, 1 to 16
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are handed on, never compared
record LookupTable(int firstMapped, int bits, int[] entries) {
  static final int MOST_BYTES = 1 << 20;

  /**
   * @param descriptorTag number of entries, first value mapped, bits
   * @return null where the data set has no such table
   */
  static LookupTable read(ParsedDataSet set, ByteSource content, int descriptorTag, int dataTag)
      throws IOException {
    double[] descriptor = set.decimals(descriptorTag);
    ParsedElement data = set.find(dataTag);
    if (descriptor.length < 3 || data == null || data.isSequence()) {
      return null;
    }
    int count = count(descriptor);
    int bits = bits(descriptor);
    byte[] bytes = data.load(content, MOST_BYTES);
    int[] entries = new int[count];
    if (bytes.length >= 2 * count) {
      ByteBuffer words = ByteBuffer.wrap(bytes).order(set.encoding().order());
      int mask = (1 << bits) - 1;
      for (int i = 0; i < count; i++) {
        entries[i] = words.getShort() & mask;
      }
    } else if (bytes.length >= count) {
      boolean swapped = set.encoding().isBigEndian();
      for (int i = 0; i < count; i++) {
        int at = swapped ? Math.min(i ^ 1, bytes.length - 1) : i;
        entries[i] = bytes[at] & 0xff;
      }
    } else {
      throw damaged();
    }
    return new LookupTable((int) descriptor[1], bits, entries);
  }

  static int count(double[] descriptor) {
    int count = (int) descriptor[0] & 0xffff;
    return count == 0 ? 65536 : count;
  }

  static int bits(double[] descriptor) {
    int bits = (int) descriptor[2];
    if (bits < 1 || bits > 16) {
      throw damaged();
    }
    return bits;
  }

  static InvalidDicomException damaged() {
    return new InvalidDicomException(
        Reason.MALFORMED, "A lookup table in the header of the DICOM file is damaged");
  }

  int at(double value) {
    double index = value - firstMapped;
    return entries[(int) Math.max(0, Math.min(entries.length - 1.0, index))];
  }
}
