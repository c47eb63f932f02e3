package io.lamina.storage.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.UUID;

/**
 * The header of a blob file from before the encryption (format version 1): as {@link HeaderCodec}
 * has it, but the SHA-256 of the content at 24, nothing sealed, and the plain content behind it.
 *
 * @param sha256 of the content, 64 lower-case hexadecimal digits
 */
record PlainBlob(
    long size,
    String sha256,
    String contentType,
    Instant storedAt,
    boolean durable,
    UUID incarnation) {

  /** What a file turns out to be. */
  enum Kind {
    PLAIN,
    ENCRYPTED,
    /** No bytes of a header: a crash came before they were written. */
    LOST,
    DAMAGED
  }

  static Kind kind(Path path) throws IOException {
    ByteBuffer header = read(path);
    if (header.remaining() < BlobHeader.LENGTH || header.getLong(0) == 0) {
      return Kind.LOST;
    }
    byte[] immutable = header.array().clone();
    ByteBuffer.wrap(immutable).put(BlobHeader.MUTABLE_AT, new byte[BlobHeader.MUTABLE_LENGTH]);
    if (header.getLong(0) != HeaderCodec.MAGIC
        || header.getInt(BlobHeader.LENGTH - 4) != HeaderCodec.checksum(immutable)) {
      return Kind.DAMAGED;
    }
    if (header.getInt(8) != HeaderCodec.PLAIN_VERSION) {
      return Kind.ENCRYPTED;
    }
    try {
      HeaderCodec.contentType(header);
      return Kind.PLAIN;
    } catch (DamagedBlobException e) {
      return Kind.DAMAGED;
    }
  }

  /**
   * @param path of a file of kind PLAIN
   */
  static PlainBlob of(Path path) throws IOException {
    ByteBuffer header = read(path);
    byte[] hash = new byte[32];
    header.get(24, hash);
    return new PlainBlob(
        header.getLong(16),
        HexFormat.of().formatHex(hash),
        HeaderCodec.contentType(header),
        Instant.EPOCH.plus(header.getLong(56), ChronoUnit.MICROS),
        header.get(BlobHeader.MUTABLE_AT) == 1,
        new UUID(header.getLong(72), header.getLong(80)));
  }

  private static ByteBuffer read(Path path) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(BlobHeader.LENGTH);
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      int count;
      do {
        count = file.read(header, header.position());
      } while (count > 0);
    }
    return header.flip();
  }
}
