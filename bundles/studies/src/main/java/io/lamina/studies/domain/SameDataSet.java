package io.lamina.studies.domain;

import io.lamina.api.blob.BlobStore;
import io.lamina.api.blob.ByteSource;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether two files carry the same data set, byte for byte, whatever their file meta information
 * says: a repeat by another way in is a repeat (D-17).
 */
final class SameDataSet {
  private static final Logger LOG = LoggerFactory.getLogger(SameDataSet.class);

  private static final int PREAMBLE = 132;

  /** Element (0002,0000) UL 4 and its value. */
  private static final int GROUP_LENGTH = 12;

  private SameDataSet() {}

  /** Of two stored instances; false where it cannot be found out. */
  static boolean stored(BlobStore blobs, long one, long other) {
    try (ByteSource first = blobs.open(Blobs.key(one));
        ByteSource second = blobs.open(Blobs.key(other))) {
      return in(first, second);
    } catch (IOException e) {
      LOG.warn("Instances {} and {} of one UID could not be compared", one, other, e);
      return false;
    }
  }

  static boolean in(ByteSource one, ByteSource other) throws IOException {
    long start = start(one);
    long otherStart = start(other);
    if (start < 0 || otherStart < 0 || one.size() - start != other.size() - otherStart) {
      return false;
    }
    try (InputStream first = buffered(one, start);
        InputStream second = buffered(other, otherStart)) {
      for (int value = first.read(); value >= 0; value = first.read()) {
        if (value != second.read()) {
          return false;
        }
      }
      return second.read() < 0;
    }
  }

  private static InputStream buffered(ByteSource source, long start) {
    return new BufferedInputStream(source.stream(start, source.size() - start), 1 << 16);
  }

  /** Where the data set starts; -1 where the file does not say. */
  private static long start(ByteSource source) throws IOException {
    if (source.size() < PREAMBLE + GROUP_LENGTH) {
      return -1;
    }
    byte[] head = new byte[PREAMBLE + GROUP_LENGTH];
    source.readFully(head, 0);
    ByteBuffer meta = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    boolean part10 =
        meta.getInt(PREAMBLE - 4) == 0x4d434944
            && meta.getInt(PREAMBLE) == 0x00000002
            && meta.getShort(PREAMBLE + 4) == 0x4c55;
    if (!part10) {
      return -1;
    }
    long start = PREAMBLE + GROUP_LENGTH + (meta.getInt(PREAMBLE + 8) & 0xffffffffL);
    return start <= source.size() ? start : -1;
  }
}
