package io.lamina.patientimages.domain;

import java.io.IOException;
import java.io.InputStream;

/** The next so many bytes of a stream, or fewer where it ends before. */
final class Part extends InputStream {
  private final InputStream whole;
  private long left;

  Part(InputStream whole, long length) {
    this.whole = whole;
    this.left = length;
  }

  @Override
  public int read() throws IOException {
    if (left == 0) {
      return -1;
    }
    left--;
    return whole.read();
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (left == 0) {
      return -1;
    }
    int count = whole.read(target, offset, (int) Math.min(length, left));
    left -= Math.max(0, count);
    return count;
  }

  /** Bytes that are not read yet. */
  long left() {
    return left;
  }

  /**
   * Goes on behind it.
   *
   * @throws java.io.EOFException where the stream ends before
   */
  void skipRest() throws IOException {
    whole.skipNBytes(left);
    left = 0;
  }
}
