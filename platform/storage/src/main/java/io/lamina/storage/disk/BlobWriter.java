package io.lamina.storage.disk;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;

/**
 * The one way in which content gets into a blob file: hashed and encrypted as it comes, behind room
 * for the header, which {@link #seal} writes when everything else is known.
 */
final class BlobWriter extends OutputStream {
  /** How often the free room is asked for, in bytes written. */
  private static final long ROOM_STEP = 4L * 1024 * 1024;

  private final FileChannel file;
  private final WritableByteChannel content;
  private final DataKey dataKey = DataKey.random();
  private final Reserve reserve;
  private final MessageDigest digest = sha256();
  private volatile long size;
  private long roomKnownUntil;
  private boolean closed;
  private boolean failed;
  private String sha256;

  BlobWriter(Path path, Reserve reserve) throws IOException {
    this.reserve = reserve;
    this.file =
        FileChannel.open(
            path, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW), OwnerOnly.FILE);
    file.position(BlobHeader.LENGTH);
    this.content = new ContentCipher(dataKey).encrypting(file);
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, source.length);
    if (closed) {
      throw new IOException("This sink is closed");
    }
    try {
      if (size + length > roomKnownUntil) {
        reserve.require(length);
        roomKnownUntil = size + length + ROOM_STEP;
      }
      digest.update(source, offset, length);
      ByteBuffer bytes = ByteBuffer.wrap(source, offset, length);
      while (bytes.hasRemaining()) {
        content.write(bytes);
      }
      size += length;
    } catch (IOException | RuntimeException e) {
      failed = true;
      throw reserve.explain(e);
    }
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (file) {
      if (!failed) {
        // writes the last segment
        content.close();
        sha256 = HexFormat.of().formatHex(digest.digest());
      }
    } catch (IOException e) {
      throw reserve.explain(e);
    }
  }

  /** Closes without an attempt to keep anything. */
  void discard() throws IOException {
    failed |= !closed;
    close();
  }

  /** Bytes of content written so far. */
  long size() {
    return size;
  }

  DataKey dataKey() {
    return dataKey;
  }

  /** 64 lower-case hexadecimal digits; null while open, and for ever where a write failed. */
  String sha256OfContent() {
    return sha256;
  }

  /** Writes the header into a file that is otherwise complete. */
  static void seal(FileChannel file, ByteBuffer header) throws IOException {
    while (header.hasRemaining()) {
      file.write(header, header.position());
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
