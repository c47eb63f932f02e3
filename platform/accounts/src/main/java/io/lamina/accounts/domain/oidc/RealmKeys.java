package io.lamina.accounts.domain.oidc;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.lamina.api.error.LaminaException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of an identity provider, kept for some minutes, and asked for at once when a token names
 * one that is not among them: a rotation is seen without a restart. However many tokens come, it is
 * asked by one request at a time and at most every {@link #PAUSE}. While it is away the last keys
 * count for a bounded time.
 */
final class RealmKeys implements JWKSource<SecurityContext> {
  static final Duration FRESH = Duration.ofMinutes(10);
  static final Duration PAUSE = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(RealmKeys.class);
  private static final Duration LONGEST_WAIT = RealmDocuments.LONGEST.multipliedBy(3);

  private final OidcRealm realm;
  private final Supplier<CompletableFuture<JWKSet>> provider;
  private final Clock clock;
  private volatile Loaded loaded = new Loaded(null, Instant.MIN);
  private CompletableFuture<JWKSet> flight;
  private Instant askedAt = Instant.MIN;

  /**
   * @param keys null before the first answer
   */
  private record Loaded(JWKSet keys, Instant at) {}

  RealmKeys(OidcRealm realm, Supplier<CompletableFuture<JWKSet>> provider, Clock clock) {
    this.realm = realm;
    this.provider = provider;
    this.clock = clock;
  }

  /**
   * @throws LaminaException 503 where there are no keys to judge a token by
   */
  @Override
  public List<JWK> get(JWKSelector selector, SecurityContext context) {
    if (isYoungerThan(FRESH)) {
      List<JWK> found = selector.select(loaded.keys());
      if (!found.isEmpty()) {
        return found;
      }
    }
    ask();
    if (!isYoungerThan(realm.outage())) {
      throw LaminaException.unavailable(
          "The identity provider does not answer, so its tokens cannot be checked. Try again"
              + " shortly",
          PAUSE);
    }
    return selector.select(loaded.keys());
  }

  private boolean isYoungerThan(Duration age) {
    Loaded current = loaded;
    return current.keys() != null && clock.instant().isBefore(current.at().plus(age));
  }

  /** Asks the provider, or waits for the answer to who asked already; does neither too often. */
  private void ask() {
    CompletableFuture<JWKSet> asked;
    synchronized (this) {
      Instant now = clock.instant();
      if (flight == null) {
        if (now.minus(PAUSE).isBefore(askedAt)) {
          return;
        }
        askedAt = now;
        flight = provider.get();
        CompletableFuture<JWKSet> own = flight;
        own.whenComplete((keys, failure) -> landed(own, keys, failure));
      }
      asked = flight == null ? CompletableFuture.completedFuture(null) : flight;
    }
    try {
      asked.get(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("The keys of the identity provider did not come", e);
    }
  }

  private synchronized void landed(CompletableFuture<JWKSet> own, JWKSet keys, Throwable failure) {
    if (keys != null) {
      loaded = new Loaded(keys, clock.instant());
    } else {
      Throwable why = failure.getCause() == null ? failure : failure.getCause();
      LOG.warn(
          "The keys of the identity provider {} cannot be had: {}",
          realm.issuer(),
          why.getMessage() == null ? why.getClass().getSimpleName() : why.getMessage());
    }
    if (flight == own) {
      flight = null;
    }
  }
}
