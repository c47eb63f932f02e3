package io.lamina.keys.vault;

import io.lamina.api.keys.KeyVault;
import io.lamina.api.keys.KeyVaultException;
import io.lamina.keys.vault.Keyset.SealingKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;

/** The open keyset. A rotation gives it another one while others use it. */
public final class KeysetVault implements KeyVault {
  private static final int MAX_PLAINTEXT = 65_536;
  private static final int KEY_ID = 4;

  private volatile Keyset keyset;

  KeysetVault(Keyset keyset) {
    this.keyset = keyset;
  }

  void use(Keyset next) {
    keyset = next;
  }

  @Override
  public byte[] secret(String purpose, int length) {
    if (length < 16 || length > 64) {
      throw new IllegalArgumentException("A secret has 16 to 64 bytes");
    }
    byte[] info = ("lamina secret " + purpose).getBytes(StandardCharsets.UTF_8);
    return Hkdf.derive(keyset.root(), new byte[0], info, length);
  }

  @Override
  public byte[] seal(byte[] plaintext, byte[] context) {
    if (plaintext.length > MAX_PLAINTEXT) {
      throw new IllegalArgumentException("Only something small is sealed here");
    }
    SealingKey newest = keyset.sealing().get(0);
    byte[] sealed = AesGcm.seal(newest.secret(), plaintext, context);
    return ByteBuffer.allocate(KEY_ID + sealed.length).putInt(newest.id()).put(sealed).array();
  }

  @Override
  public byte[] open(byte[] sealed, byte[] context) {
    if (sealed.length < OVERHEAD) {
      throw new KeyVaultException("The sealed bytes are too short");
    }
    int id = ByteBuffer.wrap(sealed).getInt();
    SealingKey key =
        keyset.sealing().stream()
            .filter(each -> each.id() == id)
            .findFirst()
            .orElseThrow(() -> new KeyVaultException("Sealed by another installation, or changed"));
    try {
      return AesGcm.open(key.secret(), Arrays.copyOfRange(sealed, KEY_ID, sealed.length), context);
    } catch (AEADBadTagException e) {
      throw new KeyVaultException("Changed, moved, or sealed by another installation", e);
    }
  }

  @Override
  public String toString() {
    return "KeysetVault";
  }
}
