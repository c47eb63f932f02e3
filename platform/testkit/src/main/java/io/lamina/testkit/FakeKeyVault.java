package io.lamina.testkit;

import io.lamina.api.keys.KeyVault;
import io.lamina.api.keys.KeyVaultException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A vault with one key, the same for everybody who gives the same seed. */
public final class FakeKeyVault implements KeyVault {
  private static final int KEY_ID = 1;

  private final byte[] seed;
  private final SecureRandom random = new SecureRandom();

  public FakeKeyVault() {
    this("lamina");
  }

  public FakeKeyVault(String seed) {
    this.seed = seed.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] secret(String purpose, int length) {
    try {
      Mac mac = Mac.getInstance("HmacSHA512");
      mac.init(new SecretKeySpec(seed, "HmacSHA512"));
      return Arrays.copyOf(mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8)), length);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public byte[] seal(byte[] plaintext, byte[] context) {
    byte[] nonce = new byte[12];
    random.nextBytes(nonce);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, context).doFinal(plaintext);
      return ByteBuffer.allocate(4 + nonce.length + sealed.length)
          .putInt(KEY_ID)
          .put(nonce)
          .put(sealed)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public byte[] open(byte[] sealed, byte[] context) {
    if (sealed.length < OVERHEAD || ByteBuffer.wrap(sealed).getInt() != KEY_ID) {
      throw new KeyVaultException("Sealed by another key");
    }
    try {
      return cipher(Cipher.DECRYPT_MODE, Arrays.copyOfRange(sealed, 4, 16), context)
          .doFinal(sealed, 16, sealed.length - 16);
    } catch (GeneralSecurityException e) {
      throw new KeyVaultException("The sealed bytes were changed", e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, byte[] context) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        mode, new SecretKeySpec(secret("sealing", 32), "AES"), new GCMParameterSpec(128, nonce));
    cipher.updateAAD(context);
    return cipher;
  }
}
