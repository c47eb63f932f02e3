package io.lamina.accounts.domain.oidc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.lamina.accounts.domain.TestClock;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an identity provider that hangs can hold up, and what it cannot. */
// a wait of an hour would be a failure, and nothing here takes a part of this time
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RealmKeysTest {
  private static final Duration FOREVER = Duration.ofHours(1);

  private final TestClock clock = new TestClock();
  private final List<CompletableFuture<JWKSet>> asked = new ArrayList<>();
  private final ExecutorService requests = Executors.newCachedThreadPool();

  @AfterEach
  void close() {
    requests.shutdownNow();
  }

  private RealmKeys keys(Duration patience) {
    OidcRealm realm =
        new OidcRealm(
            "https://id.example/realms/hospital",
            Set.of("lamina"),
            Set.of(),
            Optional.empty(),
            List.of("roles"),
            Map.of(),
            Set.of(JWSAlgorithm.ES256),
            Duration.ZERO,
            Duration.ofHours(1));
    return new RealmKeys(realm, this::hang, patience, clock);
  }

  private synchronized CompletableFuture<JWKSet> hang() {
    CompletableFuture<JWKSet> answer = new CompletableFuture<>();
    asked.add(answer);
    return answer;
  }

  private static JWK key(String kid) throws Exception {
    ECKey made = new ECKeyGenerator(Curve.P_256).keyID(kid).generate();
    return made.toPublicJWK();
  }

  private static List<JWK> get(RealmKeys keys, String kid) {
    return keys.get(new JWKSelector(new JWKMatcher.Builder().keyID(kid).build()), null);
  }

  private static void isUnavailable(RealmKeys keys, String kid) {
    LaminaException refusal = assertThrows(LaminaException.class, () -> get(keys, kid));
    assertEquals(ErrorKind.UNAVAILABLE, refusal.kind());
  }

  private static void await(java.util.function.BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  /** Keys that have their first answer. */
  private RealmKeys known(Duration patience, JWK... first) throws Exception {
    RealmKeys keys = keys(patience);
    Future<List<JWK>> waits = requests.submit(() -> get(keys, first[0].getKeyID()));
    await(() -> keys.waiting() == 1);
    asked.get(0).complete(new JWKSet(List.of(first)));
    assertEquals(List.of(first[0]), waits.get());
    return keys;
  }

  @Test
  void aKeyThatWasWithdrawnEndsWithTheTimeThatKeysAreFresh() throws Exception {
    JWK one = key("one");
    RealmKeys keys = known(FOREVER, one);
    clock.advance(RealmKeys.FRESH.minusSeconds(1));
    assertEquals(List.of(one), get(keys, "one"));
    assertEquals(1, asked.size());
    clock.advance(Duration.ofSeconds(1));
    Future<List<JWK>> waits = requests.submit(() -> get(keys, "one"));
    await(() -> keys.waiting() == 1);
    JWK two = key("two");
    asked.get(1).complete(new JWKSet(List.of(two)));
    assertEquals(List.of(), waits.get());
    assertEquals(List.of(), get(keys, "one"));
    assertEquals(List.of(two), get(keys, "two"));
    assertEquals(2, asked.size());
  }

  @Test
  void forOldKeysSomeWaitAndTheOthersAreAnsweredAtOnce() throws Exception {
    JWK one = key("one");
    RealmKeys keys = known(FOREVER, one);
    clock.advance(RealmKeys.FRESH);
    List<Future<List<JWK>>> waiting = new ArrayList<>();
    for (int i = 0; i < RealmKeys.MOST_WAITING; i++) {
      waiting.add(requests.submit(() -> get(keys, "one")));
    }
    await(() -> keys.waiting() == RealmKeys.MOST_WAITING);
    assertEquals(List.of(one), get(keys, "one"), "no seat is left");
    asked.get(1).completeExceptionally(new IOException("connection refused"));
    for (Future<List<JWK>> each : waiting) {
      assertEquals(List.of(one), each.get());
    }
    assertEquals(List.of(one), get(keys, "one"), "it failed a moment ago");
    assertEquals(2, asked.size(), "one question for all of them");
  }

  @Test
  void forOldKeysNobodyWaitsOnceTheProviderIsKnownToHang() throws Exception {
    JWK one = key("one");
    Duration patience = Duration.ofSeconds(1);
    RealmKeys keys = known(patience, one);
    clock.advance(RealmKeys.FRESH);
    assertEquals(List.of(one), get(keys, "one"), "after its patience");
    assertFalse(asked.get(1).isDone(), "it hangs");
    assertTimeout(patience.multipliedBy(20), () -> manyTimes(keys, one), "nobody waits again");
    assertEquals(2, asked.size(), "one question at a time");
    JWK two = key("two");
    asked.get(1).complete(new JWKSet(List.of(two)));
    assertEquals(List.of(), get(keys, "one"), "what comes late is used all the same");
  }

  private static void manyTimes(RealmKeys keys, JWK key) {
    for (int i = 0; i < 100; i++) {
      assertEquals(List.of(key), get(keys, key.getKeyID()));
    }
  }

  @Test
  void forAKeyThatIsNotKnownSomeWaitAndTheOthersAreAnsweredAtOnce() throws Exception {
    RealmKeys keys = known(FOREVER, key("one"));
    clock.advance(RealmKeys.PAUSE.plusSeconds(1));
    List<Future<List<JWK>>> waiting = new ArrayList<>();
    for (int i = 0; i < RealmKeys.MOST_WAITING; i++) {
      waiting.add(requests.submit(() -> get(keys, "two")));
    }
    await(() -> keys.waiting() == RealmKeys.MOST_WAITING);
    isUnavailable(keys, "two");
    assertEquals(1, get(keys, "one").size(), "known keys open all the time");
    assertEquals(2, asked.size(), "one question for all of them");
    JWK two = key("two");
    asked.get(1).complete(new JWKSet(List.of(two)));
    for (Future<List<JWK>> each : waiting) {
      assertEquals(List.of(two), each.get());
    }
    assertEquals(0, keys.waiting());
  }

  @Test
  void patienceEnds() throws Exception {
    RealmKeys keys = keys(Duration.ofMillis(1));
    isUnavailable(keys, "one");
    isUnavailable(keys, "one");
    assertEquals(1, asked.size());
    assertEquals(0, keys.waiting());
    asked.get(0).complete(new JWKSet(key("one")));
    assertEquals(1, get(keys, "one").size(), "what comes late is used all the same");
  }

  @Test
  void aKeyThatTheProviderDoesNotHaveIsWrongAndOneThatCouldNotBeAskedForIsNot() throws Exception {
    RealmKeys keys = known(FOREVER, key("one"));
    assertTrue(get(keys, "made-up").isEmpty(), "it was asked a moment ago");
    clock.advance(RealmKeys.PAUSE.plusSeconds(1));
    Future<LaminaException> waits =
        requests.submit(() -> assertThrows(LaminaException.class, () -> get(keys, "rotated")));
    await(() -> keys.waiting() == 1);
    asked.get(1).completeExceptionally(new IOException("connection refused"));
    assertEquals(ErrorKind.UNAVAILABLE, waits.get().kind());
    isUnavailable(keys, "rotated");
    assertEquals(2, asked.size());
  }
}
