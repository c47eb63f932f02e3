package io.lamina.accounts.domain;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Makes guessing slow: after some failures for one name from one address the next attempt has to
 * wait, longer each time. Names that do not exist are treated alike. Holds no thread while it
 * waits; per node.
 */
final class SignInThrottle {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
  private static final Duration MEMORY = Duration.ofMinutes(10);

  private final Settings settings;
  private final Clock clock;
  private final Cache<Attempt, Failures> failures =
      Caffeine.newBuilder().expireAfterWrite(MEMORY).maximumSize(20_000).build();

  private record Attempt(String name, String address) {}

  private record Failures(int count, Instant last) {}

  SignInThrottle(Settings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * @throws LaminaException 429 with the seconds to wait
   */
  void check(String name, String address) {
    Optional<Integer> free = settings.failedSignIns();
    Failures before = failures.getIfPresent(attempt(name, address));
    if (free.isEmpty() || before == null || before.count() < free.get()) {
      return;
    }
    long doubled = 1L << Math.min(before.count() - free.get(), 10);
    Duration wait = Duration.ofSeconds(Math.min(doubled, LONGEST_WAIT.toSeconds()));
    Duration left = Duration.between(clock.instant(), before.last().plus(wait));
    if (left.compareTo(Duration.ZERO) > 0) {
      long seconds = left.toSeconds() + 1;
      throw new LaminaException(
          ErrorKind.TOO_MANY_REQUESTS,
          "Too many failed sign-ins. Try again in " + seconds + " seconds",
          null,
          null,
          Duration.ofSeconds(seconds),
          null);
    }
  }

  void failed(String name, String address) {
    failures
        .asMap()
        .merge(
            attempt(name, address),
            new Failures(1, clock.instant()),
            (before, now) -> new Failures(before.count() + 1, now.last()));
  }

  void succeeded(String name, String address) {
    failures.invalidate(attempt(name, address));
  }

  private static Attempt attempt(String name, String address) {
    String key = Names.key(name);
    return new Attempt(key.length() > 150 ? key.substring(0, 150) : key, address);
  }
}
