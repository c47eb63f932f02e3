package io.lamina.keys.vault;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM of small things (NIST SP 800-38D): a random nonce of 12 bytes, what was sealed, a tag
 * of 16 bytes. Random nonces are good for 2^32 seals under one key (SP 800-38D, 8.3).
 */
final class AesGcm {
  static final int KEY = 32;
  private static final int NONCE = 12;
  private static final int TAG = 16;
  static final int OVERHEAD = NONCE + TAG;

  private static final SecureRandom RANDOM = new SecureRandom();

  private AesGcm() {}

  static byte[] newKey() {
    byte[] key = new byte[KEY];
    RANDOM.nextBytes(key);
    return key;
  }

  static byte[] seal(byte[] key, byte[] plaintext, byte[] context) {
    byte[] nonce = new byte[NONCE];
    RANDOM.nextBytes(nonce);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, nonce, context).doFinal(plaintext);
      return ByteBuffer.allocate(NONCE + sealed.length).put(nonce).put(sealed).array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has AES-GCM", e);
    }
  }

  /**
   * @throws AEADBadTagException where key, bytes or context are others than those of the sealing
   */
  static byte[] open(byte[] key, byte[] sealed, byte[] context) throws AEADBadTagException {
    if (sealed.length < OVERHEAD) {
      throw new AEADBadTagException("Too short");
    }
    try {
      byte[] nonce = new byte[NONCE];
      ByteBuffer.wrap(sealed).get(nonce);
      return cipher(Cipher.DECRYPT_MODE, key, nonce, context)
          .doFinal(sealed, NONCE, sealed.length - NONCE);
    } catch (AEADBadTagException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has AES-GCM", e);
    }
  }

  private static Cipher cipher(int mode, byte[] key, byte[] nonce, byte[] context)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG * 8, nonce));
    cipher.updateAAD(context);
    return cipher;
  }
}
