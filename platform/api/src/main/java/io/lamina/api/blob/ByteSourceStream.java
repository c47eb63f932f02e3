package io.lamina.api.blob;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

final class ByteSourceStream extends InputStream {
  private final ByteSource source;
  private long position;
  private long remaining;

  ByteSourceStream(ByteSource source, long from, long length) {
    if (from < 0 || length < 0) {
      throw new IllegalArgumentException("Part lies outside the source");
    }
    this.source = source;
    this.position = from;
    this.remaining = length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (remaining <= 0) {
      return -1;
    }
    int count =
        source.read(ByteBuffer.wrap(target, offset, (int) Math.min(length, remaining)), position);
    if (count < 0) {
      remaining = 0;
      return -1;
    }
    position += count;
    remaining -= count;
    return count;
  }

  @Override
  public long skip(long count) {
    long skipped = Math.max(0, Math.min(count, remaining));
    position += skipped;
    remaining -= skipped;
    return skipped;
  }

  @Override
  public int available() {
    return (int) Math.min(Integer.MAX_VALUE, remaining);
  }
}
