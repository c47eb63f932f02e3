package io.lamina.accounts.domain;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A secret of 256 random bits that is shown once and kept as its hash alone. Nobody can guess it,
 * so that a fast hash is enough.
 *
 * @param text 43 letters, digits, dashes and underscores
 * @param hash SHA-256 of the text, in hex
 */
public record RandomSecret(String text, String hash) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 32;

  public static RandomSecret next() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    return new RandomSecret(text, hashOf(text));
  }

  /** The hash of what a client sent. */
  public static String hashOf(String text) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return "RandomSecret[...]";
  }
}
