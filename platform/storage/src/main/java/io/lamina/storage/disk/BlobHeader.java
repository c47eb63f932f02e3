package io.lamina.storage.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.UUID;
import java.util.zip.CRC32;

/**
 * The first 512 bytes of a blob file; the content follows. Big-endian:
 *
 * <pre>
 *   0  8  magic "LMNABLOB"
 *   8  4  format version, 1
 *  12  4  content scheme, 0 = plain
 *  16  8  content length in bytes
 *  24 32  SHA-256 of the content
 *  56  8  stored at, microseconds since 1970
 *  64  1  durable: 1 when file and directory were flushed    (changes after the fact)
 *  65  7  0
 *  72 16  incarnation of the store that wrote or verified it (changes after the fact)
 *  88  2  length of the media type
 *  90 254 media type, ASCII
 * 344 164 0: room for the wrapped data key of the encryption
 * 508  4  CRC-32 of bytes 0 to 507 with bytes 64 to 87 taken as 0
 * </pre>
 *
 * @param size bytes of content
 * @param sha256 of the content, 64 lower-case hexadecimal digits
 * @param incarnation which run of the store vouches for content that is not durable yet: another
 *     run has to check it against its hash, a crash may lie between
 */
record BlobHeader(
    long size,
    String sha256,
    String contentType,
    Instant storedAt,
    boolean durable,
    UUID incarnation) {
  static final int LENGTH = 512;
  static final int MAX_CONTENT_TYPE = 254;

  private static final long MAGIC = 0x4c4d4e41424c4f42L;
  private static final int VERSION = 1;
  private static final int PLAIN = 0;
  private static final int MUTABLE_AT = 64;
  private static final int MUTABLE_LENGTH = 24;
  private static final int CONTENT_TYPE_AT = 88;
  private static final int CHECKSUM_AT = 508;

  ByteBuffer encode() {
    ByteBuffer bytes = ByteBuffer.allocate(LENGTH);
    bytes.putLong(MAGIC).putInt(VERSION).putInt(PLAIN).putLong(size);
    bytes.put(HexFormat.of().parseHex(sha256));
    bytes.putLong(ChronoUnit.MICROS.between(Instant.EPOCH, storedAt));
    bytes.position(CONTENT_TYPE_AT);
    byte[] type = contentType.getBytes(StandardCharsets.US_ASCII);
    bytes.putShort((short) type.length).put(type);
    bytes.putInt(CHECKSUM_AT, checksum(bytes.array()));
    bytes.put(MUTABLE_AT, mutablePart().array());
    return bytes.rewind();
  }

  /**
   * @param bytes the first bytes of the file, fewer than {@link #LENGTH} where it is shorter
   * @throws LostBlobException where the bytes never reached the disk
   * @throws DamagedBlobException where they are there and wrong
   */
  static BlobHeader decode(ByteBuffer bytes) throws LostBlobException, DamagedBlobException {
    if (bytes.remaining() < LENGTH || bytes.getLong(0) == 0) {
      throw new LostBlobException();
    }
    byte[] all = new byte[LENGTH];
    bytes.get(0, all);
    ByteBuffer header = ByteBuffer.wrap(all);
    boolean durable = header.get(MUTABLE_AT) == 1;
    UUID incarnation = new UUID(header.getLong(MUTABLE_AT + 8), header.getLong(MUTABLE_AT + 16));
    header.put(MUTABLE_AT, new byte[MUTABLE_LENGTH]);
    if (header.getLong() != MAGIC || header.getInt(CHECKSUM_AT) != checksum(all)) {
      throw new DamagedBlobException("Its header is damaged");
    }
    if (header.getInt() != VERSION || header.getInt() != PLAIN) {
      throw new DamagedBlobException("It was written by a newer version of Lamina");
    }
    long size = header.getLong();
    byte[] hash = new byte[32];
    header.get(hash);
    Instant storedAt = Instant.EPOCH.plus(header.getLong(), ChronoUnit.MICROS);
    byte[] type = new byte[header.getShort(CONTENT_TYPE_AT)];
    header.get(CONTENT_TYPE_AT + 2, type);
    return new BlobHeader(
        size,
        HexFormat.of().formatHex(hash),
        new String(type, StandardCharsets.US_ASCII),
        storedAt,
        durable,
        incarnation);
  }

  /** Writes the part that changes after the fact, in one piece within one sector. */
  void writeMutablePart(FileChannel file) throws IOException {
    ByteBuffer part = mutablePart();
    long position = MUTABLE_AT;
    while (part.hasRemaining()) {
      position += file.write(part, position);
    }
  }

  BlobHeader vouchedBy(UUID store, boolean nowDurable) {
    return new BlobHeader(size, sha256, contentType, storedAt, nowDurable, store);
  }

  private ByteBuffer mutablePart() {
    return ByteBuffer.allocate(MUTABLE_LENGTH)
        .put((byte) (durable ? 1 : 0))
        .position(8)
        .putLong(incarnation.getMostSignificantBits())
        .putLong(incarnation.getLeastSignificantBits())
        .rewind();
  }

  private static int checksum(byte[] header) {
    CRC32 crc = new CRC32();
    crc.update(header, 0, CHECKSUM_AT);
    return (int) crc.getValue();
  }
}
