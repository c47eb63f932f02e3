package io.lamina.dicom.testing;

import io.lamina.api.blob.ByteSource;
import java.nio.ByteBuffer;

/** A source with more bytes than a test's heap has: a head, and zeros up to the size. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ZerosAfter(byte[] head, long size) implements ByteSource {
  @Override
  public int read(ByteBuffer target, long position) {
    if (position >= size) {
      return -1;
    }
    int count = (int) Math.min(target.remaining(), size - position);
    for (int i = 0; i < count; i++) {
      long at = position + i;
      target.put(at < head.length ? head[(int) at] : 0);
    }
    return count;
  }

  @Override
  public void close() {
    // nothing is held
  }
}
