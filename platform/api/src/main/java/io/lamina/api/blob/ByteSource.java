package io.lamina.api.blob;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Bytes that can be read at any position, by several threads at once. Holds an open file until
 * closed; costs no memory that grows with its size.
 */
@ProviderType
public interface ByteSource extends Closeable {
  /** Number of bytes, 0 and up; does not change. */
  long size();

  /**
   * Reads at least one byte into the free room of the buffer.
   *
   * @param position 0 to size
   * @return bytes read, or -1 at the end
   */
  int read(ByteBuffer target, long position) throws IOException;

  /** Fills the whole array from a position; EOFException where the source is shorter. */
  default void readFully(byte[] target, long position) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(target);
    while (buffer.hasRemaining()) {
      if (read(buffer, position + buffer.position()) < 0) {
        throw new EOFException("Wanted " + target.length + " bytes at " + position);
      }
    }
  }

  /**
   * A stream over a part. Closing it does not close the source.
   *
   * @param from position of the first byte
   * @param length bytes to give at most
   */
  default InputStream stream(long from, long length) {
    return new ByteSourceStream(this, from, Math.min(length, size() - from));
  }

  /** A stream over everything. Closing it does not close the source. */
  default InputStream stream() {
    return stream(0, size());
  }

  /** A source over bytes in memory, for small things and tests. */
  static ByteSource of(byte[] bytes) {
    return new InMemoryByteSource(bytes);
  }
}
