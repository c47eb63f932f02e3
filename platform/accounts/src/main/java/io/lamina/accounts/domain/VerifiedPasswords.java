package io.lamina.accounts.domain;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
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
  private final Cache<ByteBuffer, Boolean> verified =
      Caffeine.newBuilder().expireAfterWrite(Duration.ofMinutes(5)).maximumSize(10_000).build();

  VerifiedPasswords() {
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    key = new SecretKeySpec(secret, ALGORITHM);
  }

  boolean contains(User user, String password) {
    return verified.getIfPresent(digest(user, password)) != null;
  }

  void add(User user, String password) {
    verified.put(digest(user, password), Boolean.TRUE);
  }

  private ByteBuffer digest(User user, String password) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(
          ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
              .putLong(user.id())
              .putInt(user.secret().generation())
              .flip());
      return ByteBuffer.wrap(mac.doFinal(password.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
