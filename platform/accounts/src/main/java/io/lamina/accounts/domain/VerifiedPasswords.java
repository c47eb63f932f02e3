package io.lamina.accounts.domain;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Passwords that were right within the last minutes: clients with a netrc send Basic with every
 * request (M1), and none of them should wait for a hash. Keeps keyed digests alone; the key lives
 * and dies with the process. A changed password has another generation and is not found.
 */
final class VerifiedPasswords {
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;
  private final Cache<String, Boolean> verified =
      Caffeine.newBuilder().expireAfterWrite(Duration.ofMinutes(5)).maximumSize(10_000).build();

  VerifiedPasswords() {
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    key = new SecretKeySpec(secret, ALGORITHM);
  }

  boolean contains(String digest) {
    return verified.getIfPresent(digest) != null;
  }

  void add(String digest) {
    verified.put(digest, Boolean.TRUE);
  }

  /** A keyed digest of a user's password, another one after each change of it. */
  String digest(User user, String password) {
    return digest(user.id() + "/" + user.secret().generation(), password);
  }

  /** A keyed digest of a password with what it is for. */
  String digest(String purpose, String password) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      byte[] what = purpose.getBytes(StandardCharsets.UTF_8);
      mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(what.length).flip());
      mac.update(what);
      byte[] digest = mac.doFinal(password.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
