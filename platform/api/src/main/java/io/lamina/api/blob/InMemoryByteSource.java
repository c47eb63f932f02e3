package io.lamina.api.blob;

import java.nio.ByteBuffer;

final class InMemoryByteSource implements ByteSource {
  private final byte[] bytes;

  InMemoryByteSource(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public int read(ByteBuffer target, long position) {
    if (position >= bytes.length) {
      return -1;
    }
    int count = (int) Math.min(target.remaining(), bytes.length - position);
    target.put(bytes, (int) position, count);
    return count;
  }

  @Override
  public void close() {
    // nothing is held open
  }
}
