package io.lamina.keys.vault;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * All secrets of an installation: the root of what is derived, which never changes, and the keys
 * that seal, of which the newest is used and none is ever dropped.
 *
 * @param id names the installation; no secret
 * @param root 32 bytes
 * @param sealing newest first, at least one
 */
record Keyset(UUID id, byte[] root, List<SealingKey> sealing) {
  private static final int FORMAT = 1;

  /**
   * @param id 1 and up, each used once in a keyset
   * @param createdAt seconds since 1970
   */
  record SealingKey(int id, long createdAt, byte[] secret) {
    @Override
    public String toString() {
      return "SealingKey[" + id + "]";
    }
  }

  static Keyset random(long now) {
    return new Keyset(
        UUID.randomUUID(), AesGcm.newKey(), List.of(new SealingKey(1, now, AesGcm.newKey())));
  }

  /** The same with one more key, which seals from now on. */
  Keyset withNewKey(long now) {
    List<SealingKey> keys = new ArrayList<>();
    keys.add(new SealingKey(sealing.get(0).id() + 1, now, AesGcm.newKey()));
    keys.addAll(sealing);
    return new Keyset(id, root, List.copyOf(keys));
  }

  byte[] encode() {
    ByteBuffer bytes =
        ByteBuffer.allocate(4 + 16 + AesGcm.KEY + 4 + sealing.size() * (4 + 8 + AesGcm.KEY));
    bytes.putInt(FORMAT);
    bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    bytes.put(root).putInt(sealing.size());
    sealing.forEach(key -> bytes.putInt(key.id()).putLong(key.createdAt()).put(key.secret()));
    return bytes.array();
  }

  /**
   * @throws IllegalArgumentException where a newer version of Lamina wrote it
   */
  static Keyset decode(byte[] encoded) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(encoded);
      if (bytes.getInt() != FORMAT) {
        throw new IllegalArgumentException("A newer keyset");
      }
      UUID id = new UUID(bytes.getLong(), bytes.getLong());
      byte[] root = key(bytes);
      List<SealingKey> sealing = new ArrayList<>();
      for (int left = bytes.getInt(); left > 0; left--) {
        sealing.add(new SealingKey(bytes.getInt(), bytes.getLong(), key(bytes)));
      }
      return new Keyset(id, root, List.copyOf(sealing));
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("A newer keyset", e);
    }
  }

  private static byte[] key(ByteBuffer bytes) {
    byte[] key = new byte[AesGcm.KEY];
    bytes.get(key);
    return key;
  }

  @Override
  public String toString() {
    return "Keyset[" + id + ", " + sealing.size() + " keys]";
  }
}
