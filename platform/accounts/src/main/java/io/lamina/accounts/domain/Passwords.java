package io.lamina.accounts.domain;

import io.lamina.api.error.LaminaException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Argon2id hashes (RFC 9106) in the usual encoded form, which carries its parameters. Each takes 19
 * MiB and some hundredths of a second, so that only two are computed at once: sign-ins cannot eat
 * the memory that images need.
 */
@Component(service = Passwords.class)
public final class Passwords {
  static final int MIN_LENGTH = 8;
  static final int MAX_BYTES = 1024;

  /** OWASP's password storage cheat sheet, the smallest memory it accepts for two passes. */
  private static final int MEMORY_KIB = 19 * 1024;

  private static final int PASSES = 2;
  private static final int LANES = 1;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final int PARALLEL = 2;
  private static final int MOST_WAITING = 64;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  private static final Pattern ENCODED =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})"
              + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

  private final SecureRandom random = new SecureRandom();
  private final Semaphore slots = new Semaphore(PARALLEL, true);
  private final int memoryKib;
  private final String nobodys;

  @Activate
  public Passwords() {
    this(MEMORY_KIB);
  }

  /**
   * @param memoryKib cost of new hashes; tests take little
   */
  Passwords(int memoryKib) {
    this.memoryKib = memoryKib;
    // Looks like a hash, and no password belongs to it: an unknown user costs the same time.
    this.nobodys = encode(memoryKib, randomBytes(SALT_BYTES), randomBytes(HASH_BYTES));
  }

  /**
   * @throws LaminaException 400 for a password that is too short or too long
   */
  public static void requireAcceptable(String field, String password) {
    if (password.codePointCount(0, password.length()) < MIN_LENGTH) {
      throw LaminaException.invalid(
          "Field '" + field + "' must have at least " + MIN_LENGTH + " characters");
    }
    if (tooLong(password)) {
      throw LaminaException.invalid(
          "Field '" + field + "' must not be longer than " + MAX_BYTES + " bytes");
    }
  }

  /**
   * @throws LaminaException 503 where too many sign-ins wait
   */
  public String hash(String password) {
    byte[] salt = randomBytes(SALT_BYTES);
    return encode(memoryKib, salt, compute(password, salt, memoryKib, PASSES, LANES, HASH_BYTES));
  }

  /**
   * @throws LaminaException 503 where too many sign-ins wait
   */
  boolean matches(String password, String encoded) {
    Matcher parts = ENCODED.matcher(encoded);
    if (!parts.matches()) {
      throw new IllegalStateException("A stored password hash cannot be read");
    }
    byte[] expected = Base64.getDecoder().decode(parts.group(5));
    byte[] actual =
        compute(
            tooLong(password) ? "" : password,
            Base64.getDecoder().decode(parts.group(4)),
            Integer.parseInt(parts.group(1)),
            Integer.parseInt(parts.group(2)),
            Integer.parseInt(parts.group(3)),
            expected.length);
    return MessageDigest.isEqual(expected, actual) && !tooLong(password);
  }

  /** Takes the time of {@link #matches} and is false. */
  boolean matchesNobody(String password) {
    matches(password, nobodys);
    return false;
  }

  private byte[] compute(
      String password, byte[] salt, int memory, int passes, int lanes, int length) {
    return oneOfFew(
        () -> {
          Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
          argon2.init(
              new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                  .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                  .withMemoryAsKB(memory)
                  .withIterations(passes)
                  .withParallelism(lanes)
                  .withSalt(salt)
                  .build());
          byte[] hash = new byte[length];
          argon2.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
          return hash;
        });
  }

  private <T> T oneOfFew(Supplier<T> work) {
    boolean entered = false;
    try {
      entered =
          slots.getQueueLength() < MOST_WAITING
              && slots.tryAcquire(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
      if (!entered) {
        throw LaminaException.unavailable(
            "Too many sign-ins at the same time. Try again in a moment", Duration.ofSeconds(2));
      }
      return work.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw LaminaException.unavailable("The platform is stopping", Duration.ofSeconds(10));
    } finally {
      if (entered) {
        slots.release();
      }
    }
  }

  private static boolean tooLong(String password) {
    return password.length() > MAX_BYTES
        || password.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES;
  }

  private static String encode(int memory, byte[] salt, byte[] hash) {
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m="
        + memory
        + ",t="
        + PASSES
        + ",p="
        + LANES
        + "$"
        + base64.encodeToString(salt)
        + "$"
        + base64.encodeToString(hash);
  }

  private byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
