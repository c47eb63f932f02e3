package io.lamina.keys.vault;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * One key of the key file. Its id is derived from it, so that a line with a typing error is known
 * as such and the id may be shown.
 *
 * @param id 16 hexadecimal digits
 * @param secret 32 bytes
 */
record FileKey(String id, byte[] secret) {
  private static final String FORMAT = "lamina-key-1";

  static FileKey random() {
    return of(AesGcm.newKey());
  }

  private static FileKey of(byte[] secret) {
    return new FileKey(HexFormat.of().formatHex(derive(secret, "lamina key file id", 8)), secret);
  }

  /** The key that wraps the keyset. */
  byte[] wrapping() {
    return derive(secret, "lamina key file wrapping", AesGcm.KEY);
  }

  String line() {
    return FORMAT + " " + id + " " + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
  }

  /**
   * @throws IllegalArgumentException where this is no line of {@link #line}
   */
  static FileKey parse(String line) {
    String[] words = line.strip().split("\\s+");
    if (words.length != 3 || !words[0].equals(FORMAT)) {
      throw new IllegalArgumentException("Not a key");
    }
    FileKey key = of(Base64.getUrlDecoder().decode(words[2]));
    if (key.secret.length != AesGcm.KEY || !key.id.equals(words[1])) {
      throw new IllegalArgumentException("A damaged key");
    }
    return key;
  }

  private static byte[] derive(byte[] secret, String info, int length) {
    return Hkdf.derive(secret, new byte[0], info.getBytes(StandardCharsets.US_ASCII), length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FileKey key && Arrays.equals(secret, key.secret);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return "FileKey[" + id + "]";
  }
}
