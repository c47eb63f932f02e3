package io.lamina.storage.disk;

import static io.lamina.storage.disk.BlobHeader.LENGTH;
import static io.lamina.storage.disk.BlobHeader.MUTABLE_AT;
import static io.lamina.storage.disk.BlobHeader.MUTABLE_LENGTH;

import io.lamina.api.blob.BlobKey;
import io.lamina.api.keys.KeyVault;
import io.lamina.api.keys.KeyVaultException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import java.util.zip.CRC32;

/**
 * The first 512 bytes of a blob file; the encrypted content follows. Big-endian:
 *
 * <pre>
 *   0  8  magic "LMNABLOB"
 *   8  4  format version, 2 (1 is that of unencrypted files)
 *  12  4  content scheme, 1 = AES256-GCM-HKDF streaming, segments of 32 KiB
 *  16  8  content length in bytes, before encryption
 *  24 32  0
 *  56  8  stored at, microseconds since 1970
 *  64  1  durable: 1 when file and directory were flushed    (changes after the fact)
 *  65  7  0
 *  72 16  incarnation of the store that wrote or verified it (changes after the fact)
 *  88  2  length of the media type
 *  90 254 media type, ASCII
 * 344 96  data key and SHA-256 of the content, sealed by the key vault; context: bytes 0 to 343
 *         with bytes 64 to 87 taken as 0, and the object's key
 * 440 68  0
 * 508  4  CRC-32 of bytes 0 to 507 with bytes 64 to 87 taken as 0
 * </pre>
 */
final class HeaderCodec {
  static final long MAGIC = 0x4c4d4e41424c4f42L;
  static final int PLAIN_VERSION = 1;

  private static final int VERSION = 2;
  private static final int SCHEME = 1;
  private static final int STORED_AT = 56;
  private static final int CONTENT_TYPE_AT = 88;
  private static final int SEALED_AT = 344;
  private static final int HASH = 32;
  private static final int SEALED_LENGTH = DataKey.LENGTH + HASH + KeyVault.OVERHEAD;
  private static final int CHECKSUM_AT = 508;

  private final KeyVault vault;

  HeaderCodec(KeyVault vault) {
    this.vault = vault;
  }

  /**
   * @param key the place of the object: the header opens nowhere else
   */
  ByteBuffer encode(BlobHeader header, BlobKey key) {
    ByteBuffer bytes = ByteBuffer.allocate(LENGTH);
    bytes.putLong(MAGIC).putInt(VERSION).putInt(SCHEME).putLong(header.size());
    bytes.putLong(STORED_AT, ChronoUnit.MICROS.between(Instant.EPOCH, header.storedAt()));
    bytes.position(CONTENT_TYPE_AT);
    byte[] type = header.contentType().getBytes(StandardCharsets.US_ASCII);
    bytes.putShort((short) type.length).put(type);
    ByteBuffer secret = ByteBuffer.allocate(DataKey.LENGTH + HASH);
    secret.put(header.dataKey().bytes()).put(HexFormat.of().parseHex(header.sha256()));
    bytes.put(SEALED_AT, vault.seal(secret.array(), context(bytes.array(), key)));
    bytes.putInt(CHECKSUM_AT, checksum(bytes.array()));
    bytes.put(MUTABLE_AT, header.mutablePart().array());
    return bytes.rewind();
  }

  /**
   * @param bytes the first bytes of the file, fewer than 512 where it is shorter
   * @throws LostBlobException where the bytes never reached the disk
   * @throws DamagedBlobException where they are there and wrong
   */
  BlobHeader decode(ByteBuffer bytes, BlobKey key) throws LostBlobException, DamagedBlobException {
    if (bytes.remaining() < LENGTH || bytes.getLong(0) == 0) {
      throw new LostBlobException();
    }
    byte[] all = new byte[LENGTH];
    bytes.get(0, all);
    ByteBuffer header = ByteBuffer.wrap(all);
    boolean durable = header.get(MUTABLE_AT) == 1;
    UUID incarnation = new UUID(header.getLong(MUTABLE_AT + 8), header.getLong(MUTABLE_AT + 16));
    header.put(MUTABLE_AT, new byte[MUTABLE_LENGTH]);
    requireVersion(header);
    byte[] secret = open(all, key);
    return new BlobHeader(
        header.getLong(16),
        HexFormat.of().formatHex(secret, DataKey.LENGTH, secret.length),
        new DataKey(Arrays.copyOf(secret, DataKey.LENGTH)),
        contentType(header),
        Instant.EPOCH.plus(header.getLong(STORED_AT), ChronoUnit.MICROS),
        durable,
        incarnation);
  }

  /** The media type of a header of either version. */
  static String contentType(ByteBuffer header) throws DamagedBlobException {
    int length = header.getShort(CONTENT_TYPE_AT);
    if (length < 0 || length > BlobHeader.MAX_CONTENT_TYPE) {
      throw new DamagedBlobException("Its header is damaged");
    }
    byte[] type = new byte[length];
    header.get(CONTENT_TYPE_AT + 2, type);
    return new String(type, StandardCharsets.US_ASCII);
  }

  private static void requireVersion(ByteBuffer header) throws DamagedBlobException {
    if (header.getLong(0) != MAGIC || header.getInt(CHECKSUM_AT) != checksum(header.array())) {
      throw new DamagedBlobException("Its header is damaged");
    }
    if (header.getInt(8) == PLAIN_VERSION) {
      throw new DamagedBlobException("It is not encrypted: stop the server, run lamina encrypt");
    }
    if (header.getInt(8) != VERSION || header.getInt(12) != SCHEME) {
      throw new DamagedBlobException("It was written by a newer version of Lamina");
    }
  }

  private byte[] open(byte[] header, BlobKey key) throws DamagedBlobException {
    byte[] sealed = Arrays.copyOfRange(header, SEALED_AT, SEALED_AT + SEALED_LENGTH);
    try {
      return vault.open(sealed, context(header, key));
    } catch (KeyVaultException e) {
      throw new DamagedBlobException(
          "Its header was changed, or it is not this installation's, or not in its place");
    }
  }

  private static byte[] context(byte[] header, BlobKey key) {
    byte[] name = key.value().getBytes(StandardCharsets.US_ASCII);
    byte[] context = Arrays.copyOf(header, SEALED_AT + name.length);
    System.arraycopy(name, 0, context, SEALED_AT, name.length);
    return context;
  }

  static int checksum(byte[] header) {
    CRC32 crc = new CRC32();
    crc.update(header, 0, CHECKSUM_AT);
    return (int) crc.getValue();
  }
}
