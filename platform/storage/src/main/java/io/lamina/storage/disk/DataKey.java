package io.lamina.storage.disk;

import java.security.MessageDigest;
import java.security.SecureRandom;

/** The key of one object's content: random, used for this content alone. */
final class DataKey {
  static final int LENGTH = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] bytes;

  DataKey(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("A data key has 32 bytes");
    }
    this.bytes = bytes.clone();
  }

  static DataKey random() {
    byte[] bytes = new byte[LENGTH];
    RANDOM.nextBytes(bytes);
    return new DataKey(bytes);
  }

  byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DataKey key && MessageDigest.isEqual(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return 0;
  }

  @Override
  public String toString() {
    return "DataKey";
  }
}
