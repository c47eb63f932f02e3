package io.lamina.accounts.domain.oidc;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.lamina.api.error.LaminaException;
import io.lamina.api.work.Waiting;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of an identity provider, kept for some minutes, and asked for when a token names one
 * that is not among them: a rotation is seen without a restart. However many tokens come, it is
 * asked by one request at a time and at most every {@link #PAUSE}.
 *
 * <p>Keys that are no longer fresh are renewed before they are used, so that one that was withdrawn
 * ends; they count for a bounded time while the provider is away. One that hangs holds up little:
 * at most {@link #MOST_WAITING} requests wait, and no longer than {@link #PATIENCE}, and for keys
 * that are known nobody waits once that has passed.
 */
final class RealmKeys implements JWKSource<SecurityContext> {
  static final Duration FRESH = Duration.ofMinutes(10);
  static final Duration PAUSE = Duration.ofSeconds(10);
  static final Duration PATIENCE = Duration.ofSeconds(2);

  /** They give their turns away meanwhile, but each has a thread. */
  static final int MOST_WAITING = 16;

  private static final Logger LOG = LoggerFactory.getLogger(RealmKeys.class);
  private static final Duration LONGEST_FLIGHT = RealmDocuments.LONGEST.multipliedBy(3);

  private final OidcRealm realm;
  private final Supplier<CompletableFuture<JWKSet>> provider;
  private final Duration patience;
  private final Clock clock;
  private final Semaphore seats = new Semaphore(MOST_WAITING);
  private volatile Loaded loaded = new Loaded(null, Instant.MIN);

  /** The last time that it was asked, be it answered or not. */
  private CompletableFuture<JWKSet> flight = CompletableFuture.completedFuture(null);

  private Instant askedAt = Instant.MIN;

  /** What somebody waited for in vain. */
  private volatile CompletableFuture<JWKSet> late;

  /**
   * @param keys null before the first answer
   */
  private record Loaded(JWKSet keys, Instant at) {}

  RealmKeys(OidcRealm realm, Supplier<CompletableFuture<JWKSet>> provider, Clock clock) {
    this(realm, provider, PATIENCE, clock);
  }

  /**
   * @param patience how long a request waits for keys
   */
  RealmKeys(
      OidcRealm realm,
      Supplier<CompletableFuture<JWKSet>> provider,
      Duration patience,
      Clock clock) {
    this.realm = realm;
    this.provider = provider;
    this.patience = patience;
    this.clock = clock;
  }

  /**
   * @return empty where the provider has no such key
   * @throws LaminaException 503 where there are no keys to judge a token by
   */
  @Override
  public List<JWK> get(JWKSelector selector, SecurityContext context) {
    Loaded known = loaded;
    List<JWK> old =
        isYoungerThan(realm.outage(), known) ? selector.select(known.keys()) : List.of();
    if (!old.isEmpty() && isYoungerThan(FRESH, known)) {
      return old;
    }
    CompletableFuture<JWKSet> asked = ask();
    if (!old.isEmpty() && asked == late && !asked.isDone()) {
      return old;
    }
    try {
      Waiting.outOfTurn(() -> await(asked));
    } catch (LaminaException e) {
      if (old.isEmpty()) {
        throw e;
      }
      return old;
    }
    return selector.select(loaded.keys());
  }

  /** Requests that wait for the provider now. */
  int waiting() {
    return MOST_WAITING - seats.availablePermits();
  }

  private boolean isYoungerThan(Duration age, Loaded known) {
    return known.keys() != null && clock.instant().isBefore(known.at().plus(age));
  }

  /** Asks the provider, unless it is being asked or was a moment ago; nobody waits here. */
  private synchronized CompletableFuture<JWKSet> ask() {
    Instant now = clock.instant();
    if (flight.isDone() && !now.minus(PAUSE).isBefore(askedAt)) {
      askedAt = now;
      // who waits for it goes on when it has landed
      flight =
          provider
              .get()
              .orTimeout(LONGEST_FLIGHT.toMillis(), TimeUnit.MILLISECONDS)
              .whenComplete(this::landed);
    }
    return flight;
  }

  private Void await(CompletableFuture<JWKSet> asked) {
    boolean seated = !asked.isDone() && seats.tryAcquire();
    if (!seated && !asked.isDone()) {
      throw unavailable();
    }
    try {
      asked.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable();
    } catch (TimeoutException e) {
      late = asked;
      throw unavailable();
    } catch (ExecutionException e) {
      throw unavailable();
    } finally {
      if (seated) {
        seats.release();
      }
    }
    return null;
  }

  private static LaminaException unavailable() {
    return LaminaException.unavailable(
        "The identity provider does not answer, so its tokens cannot be checked. Try again"
            + " shortly",
        PAUSE);
  }

  private void landed(JWKSet keys, Throwable failure) {
    if (keys != null) {
      loaded = new Loaded(keys, clock.instant());
    } else {
      Throwable why = failure.getCause() == null ? failure : failure.getCause();
      LOG.warn(
          "The keys of the identity provider {} cannot be had: {}",
          realm.issuer(),
          why.getMessage() == null ? why.getClass().getSimpleName() : why.getMessage());
    }
  }
}
