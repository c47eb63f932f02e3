package io.lamina.accounts.domain;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.lamina.accounts.domain.Settings.Guesses;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Makes guessing slow at every door that tests a secret: by account and address together, by
 * address over all accounts, and by account over all addresses. After some failures the next
 * attempt has to wait, longer each time, at most {@link #LONGEST_WAIT}. An attempt counts before it
 * is tested, so that parallel ones gain nothing. Names that do not exist are treated alike. Holds
 * no thread while it waits; per node.
 *
 * <p>Nobody is locked out: what opened an account from an address before opens it there without a
 * wait, and other secrets from there are not held up by what is tried elsewhere. Any other address
 * waits its own time for an account under attack, whoever else tries meanwhile.
 */
@Component(service = SignInThrottle.class)
public final class SignInThrottle {
  static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
  private static final Duration MEMORY = Duration.ofMinutes(10);
  private static final Duration HISTORY = Duration.ofDays(30);
  private static final int MOST = 20_000;

  private final Settings settings;
  private final Clock clock;
  private final Object lock = new Object();
  private final Cache<Pair, Tally> pairs = remembered();
  private final Cache<String, Tally> addresses = remembered();
  private final Cache<String, Tally> accounts = remembered();

  /** When an address that is new to an account under attack may try. */
  private final Cache<Pair, Instant> turns = remembered();

  /** What opened an account from an address the last time. */
  private final Cache<Pair, String> history =
      Caffeine.newBuilder().expireAfterAccess(HISTORY).maximumSize(MOST).build();

  private record Pair(String account, String address) {}

  /**
   * @param open attempts that are being tested
   * @param last failure
   */
  private record Tally(int failures, int open, Instant last) {
    static final Tally NONE = new Tally(0, 0, Instant.MIN);

    Tally opened() {
      return new Tally(failures, open + 1, last);
    }

    Tally closed() {
      return new Tally(failures, open - 1, last);
    }

    Tally failed(Instant now) {
      return new Tally(failures + 1, open - 1, now);
    }
  }

  private enum Outcome {
    RIGHT,
    WRONG,
    UNKNOWN
  }

  @Activate
  public SignInThrottle(@Reference Settings settings) {
    this(settings, Clock.systemUTC());
  }

  public SignInThrottle(Settings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  private static <K, V> Cache<K, V> remembered() {
    return Caffeine.newBuilder().expireAfterWrite(MEMORY).maximumSize(MOST).build();
  }

  /**
   * Tests the secret of an account.
   *
   * @param account its name, in whatever case, be there one or not
   * @param address of the client
   * @param secret a digest of the secret, to know it again; empty where there is no such account
   * @param test what the right secret opens; empty for a wrong one
   * @return what the test gave
   * @throws LaminaException 429 with the seconds to wait
   */
  public <T> Optional<T> test(
      String account, String address, Optional<String> secret, Supplier<Optional<T>> test) {
    Pair pair = new Pair(cut(Names.key(account)), Addresses.network(address));
    if (secret.isPresent() && secret.get().equals(history.getIfPresent(pair))) {
      return test.get();
    }
    Optional<T> found = run(Optional.of(pair), pair.address(), test);
    if (found.isPresent() && secret.isPresent()) {
      history.put(pair, secret.get());
    }
    return found;
  }

  /** Tests a secret that belongs to no account one can name, such as a code; as above. */
  public <T> Optional<T> test(String address, Supplier<Optional<T>> test) {
    return run(Optional.empty(), Addresses.network(address), test);
  }

  private <T> Optional<T> run(Optional<Pair> pair, String address, Supplier<Optional<T>> test) {
    Optional<Guesses> limits = settings.guesses();
    if (limits.isEmpty()) {
      return test.get();
    }
    synchronized (lock) {
      admit(pair, address, limits.get());
    }
    Outcome outcome = Outcome.UNKNOWN;
    try {
      Optional<T> found = test.get();
      outcome = found.isPresent() ? Outcome.RIGHT : Outcome.WRONG;
      return found;
    } finally {
      synchronized (lock) {
        settle(pair, address, outcome);
      }
    }
  }

  private void admit(Optional<Pair> pair, String address, Guesses limits) {
    boolean known = pair.map(history::getIfPresent).isPresent();
    Duration wait = Duration.ZERO;
    if (pair.isPresent()) {
      wait = left(tally(pairs, pair.get()), limits.perAccountAndAddress());
    }
    if (!known) {
      wait = longer(wait, left(tally(addresses, address), limits.perAddress()));
      if (pair.isPresent()) {
        wait = longer(wait, turn(pair.get(), limits.perAccount()));
      }
    }
    if (wait.compareTo(Duration.ZERO) > 0) {
      throw tooMany(wait);
    }
    pair.ifPresent(
        each -> {
          turns.invalidate(each);
          pairs.put(each, tally(pairs, each).opened());
          accounts.put(each.account(), tally(accounts, each.account()).opened());
        });
    addresses.put(address, tally(addresses, address).opened());
  }

  /** How long until a bucket takes another attempt: one at a time once the free ones are gone. */
  private Duration left(Tally tally, int free) {
    if (tally.failures() + tally.open() < free) {
      return Duration.ZERO;
    }
    if (tally.open() > 0) {
      return Duration.ofSeconds(1);
    }
    return Duration.between(clock.instant(), tally.last().plus(wait(tally.failures() - free)));
  }

  private static Duration wait(int beyond) {
    return Duration.ofSeconds(
        Math.min(1L << Math.max(0, Math.min(beyond, 10)), LONGEST_WAIT.toSeconds()));
  }

  /** Each address gets its own turn: those of an attacker cannot take it. */
  private Duration turn(Pair pair, int free) {
    Tally tally = tally(accounts, pair.account());
    if (tally.failures() + tally.open() < free) {
      return Duration.ZERO;
    }
    Instant now = clock.instant();
    Instant turn = turns.getIfPresent(pair);
    if (turn == null) {
      turn = now.plus(wait(tally.failures() - free));
      turns.put(pair, turn);
    }
    return Duration.between(now, turn);
  }

  private void settle(Optional<Pair> pair, String address, Outcome outcome) {
    Instant now = clock.instant();
    settle(addresses, address, outcome, now);
    pair.ifPresent(
        each -> {
          settle(accounts, each.account(), outcome, now);
          settle(pairs, each, outcome, now);
          if (outcome == Outcome.RIGHT) {
            forgive(each);
          }
        });
  }

  private static <K> void settle(Cache<K, Tally> cache, K key, Outcome outcome, Instant now) {
    Tally before = tally(cache, key);
    Tally after = outcome == Outcome.WRONG ? before.failed(now) : before.closed();
    if (after.failures() == 0 && after.open() == 0) {
      cache.invalidate(key);
    } else {
      // a tally that was forgotten while the attempt ran starts anew
      cache.put(key, after.open() < 0 ? new Tally(after.failures(), 0, after.last()) : after);
    }
  }

  private void forgive(Pair pair) {
    int open = tally(pairs, pair).open();
    if (open == 0) {
      pairs.invalidate(pair);
    } else {
      pairs.put(pair, new Tally(0, open, Instant.MIN));
    }
  }

  private static <K> Tally tally(Cache<K, Tally> cache, K key) {
    Tally tally = cache.getIfPresent(key);
    return tally == null ? Tally.NONE : tally;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static LaminaException tooMany(Duration left) {
    long seconds = left.toSeconds() + 1;
    return new LaminaException(
        ErrorKind.TOO_MANY_REQUESTS,
        "Too many failed sign-ins. Try again in " + seconds + " seconds",
        null,
        null,
        Duration.ofSeconds(seconds),
        null);
  }

  private static String cut(String key) {
    return key.length() > 150 ? key.substring(0, 150) : key;
  }
}
