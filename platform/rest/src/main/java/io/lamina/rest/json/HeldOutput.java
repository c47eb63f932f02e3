package io.lamina.rest.json;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Holds the start of an answer back until it is whole or large: what fails while it is written can
 * then still be answered with an error instead of half a document.
 */
final class HeldOutput extends FilterOutputStream {
  private static final int HELD_BYTES = 64 << 10;

  private ByteArrayOutputStream held = new ByteArrayOutputStream(1024);

  HeldOutput(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (held != null && held.size() + length > HELD_BYTES) {
      release();
    }
    if (held == null) {
      out.write(bytes, offset, length);
    } else {
      held.write(bytes, offset, length);
    }
  }

  /** The answer is whole, or too large to wait for that. */
  void release() throws IOException {
    if (held != null) {
      held.writeTo(out);
      held = null;
    }
  }

  @Override
  public void flush() throws IOException {
    if (held == null) {
      out.flush();
    }
  }

  /** The stream is the server's, not ours to close. */
  @Override
  public void close() throws IOException {
    flush();
  }
}
