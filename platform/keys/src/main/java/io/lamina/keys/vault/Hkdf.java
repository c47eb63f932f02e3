package io.lamina.keys.vault;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HKDF with SHA-256 (RFC 5869), which Java has from version 25 on only. */
final class Hkdf {
  private static final String MAC = "HmacSHA256";
  private static final int HASH = 32;

  private Hkdf() {}

  /**
   * @param salt may be empty
   * @param length 1 to 8,160 bytes
   */
  static byte[] derive(byte[] secret, byte[] salt, byte[] info, int length) {
    if (length < 1 || length > 255 * HASH) {
      throw new IllegalArgumentException("1 to 8160 bytes can be derived");
    }
    byte[] pseudorandom = hmac(salt.length == 0 ? new byte[HASH] : salt, secret);
    ByteBuffer out = ByteBuffer.allocate((length + HASH - 1) / HASH * HASH);
    byte[] block = new byte[0];
    for (int counter = 1; out.hasRemaining(); counter++) {
      block = hmac(pseudorandom, block, info, new byte[] {(byte) counter});
      out.put(block);
    }
    return Arrays.copyOf(out.array(), length);
  }

  private static byte[] hmac(byte[] key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(key, MAC));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has HMAC with SHA-256", e);
    }
  }
}
