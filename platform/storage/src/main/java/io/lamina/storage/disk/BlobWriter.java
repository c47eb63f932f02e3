package io.lamina.storage.disk;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;

/**
 * The one way in which content gets into a blob file: hashed as it comes, behind room for the
 * header, which {@link #seal} writes when everything else is known.
 */
final class BlobWriter extends OutputStream {
  private static final int BUFFER = 64 * 1024;

  /** Largest single write: the JDK keeps a native copy of that size per thread. */
  private static final int CHUNK = 256 * 1024;

  /** How often the free room is asked for, in bytes written. */
  private static final long ROOM_STEP = 4L * 1024 * 1024;

  private final FileChannel file;
  private final Reserve reserve;
  private final MessageDigest digest = sha256();
  private ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
  private volatile long size;
  private long roomKnownUntil;
  private boolean failed;
  private String sha256;

  BlobWriter(Path path, Reserve reserve) throws IOException {
    this.reserve = reserve;
    this.file =
        FileChannel.open(
            path, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW), OwnerOnly.FILE);
    file.position(BlobHeader.LENGTH);
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, source.length);
    if (buffer == null) {
      throw new IOException("This sink is closed");
    }
    try {
      if (size + length > roomKnownUntil) {
        reserve.require(length);
        roomKnownUntil = size + length + ROOM_STEP;
      }
      digest.update(source, offset, length);
      if (length > buffer.remaining()) {
        flushBuffer();
      }
      if (length >= BUFFER) {
        for (int at = 0; at < length; at += CHUNK) {
          writeFully(ByteBuffer.wrap(source, offset + at, Math.min(CHUNK, length - at)));
        }
      } else {
        buffer.put(source, offset, length);
      }
      size += length;
    } catch (IOException | RuntimeException e) {
      failed = true;
      throw reserve.explain(e);
    }
  }

  @Override
  public void close() throws IOException {
    if (buffer == null) {
      return;
    }
    try (file) {
      if (!failed) {
        flushBuffer();
        sha256 = HexFormat.of().formatHex(digest.digest());
      }
    } catch (IOException e) {
      throw reserve.explain(e);
    } finally {
      buffer = null;
    }
  }

  /** Closes without an attempt to keep anything. */
  void discard() throws IOException {
    failed |= buffer != null;
    close();
  }

  /** Bytes of content written so far. */
  long size() {
    return size;
  }

  /** 64 lower-case hexadecimal digits; null while open, and for ever where a write failed. */
  String sha256OfContent() {
    return sha256;
  }

  /** Writes the header into a file that is otherwise complete. */
  static void seal(FileChannel file, BlobHeader header) throws IOException {
    ByteBuffer bytes = header.encode();
    while (bytes.hasRemaining()) {
      file.write(bytes, bytes.position());
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  private void flushBuffer() throws IOException {
    writeFully(buffer.flip());
    buffer.clear();
  }

  private void writeFully(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
  }
}
