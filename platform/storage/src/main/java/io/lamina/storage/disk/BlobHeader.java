package io.lamina.storage.disk;

import io.lamina.api.blob.BlobInfo;
import io.lamina.api.blob.BlobKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Instant;
import java.util.UUID;

/**
 * What the header of a blob file says, opened; {@link HeaderCodec} writes and reads it.
 *
 * @param size bytes of content
 * @param sha256 of the content, 64 lower-case hexadecimal digits; sealed in the file, since it
 *     confirms to whoever knows a content that it is here
 * @param dataKey encrypts the content; sealed in the file
 * @param incarnation which run of the store vouches for content that is not durable yet: another
 *     run has to check it against its hash, a crash may lie between
 */
record BlobHeader(
    long size,
    String sha256,
    DataKey dataKey,
    String contentType,
    Instant storedAt,
    boolean durable,
    UUID incarnation) {
  static final int LENGTH = 512;
  static final int MAX_CONTENT_TYPE = 254;
  static final int MUTABLE_AT = 64;
  static final int MUTABLE_LENGTH = 24;

  BlobHeader vouchedBy(UUID store, boolean nowDurable) {
    return new BlobHeader(size, sha256, dataKey, contentType, storedAt, nowDurable, store);
  }

  /** Writes the part that changes after the fact, in one piece within one sector. */
  void writeMutablePart(FileChannel file) throws IOException {
    ByteBuffer part = mutablePart();
    long position = MUTABLE_AT;
    while (part.hasRemaining()) {
      position += file.write(part, position);
    }
  }

  ByteBuffer mutablePart() {
    return ByteBuffer.allocate(MUTABLE_LENGTH)
        .put((byte) (durable ? 1 : 0))
        .position(8)
        .putLong(incarnation.getMostSignificantBits())
        .putLong(incarnation.getLeastSignificantBits())
        .rewind();
  }

  BlobInfo info(BlobKey key) {
    return new BlobInfo(key, size, sha256, contentType, storedAt);
  }
}
