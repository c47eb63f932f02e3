package io.lamina.accounts.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.accounts.domain.SigningKeys.SigningKey;
import io.lamina.testkit.FakeKeyVault;
import io.lamina.testkit.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JpaTokensTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456Z");

  static Stream<TestDatabase> databases() {
    return TestDatabase.all(JpaUsers.class, "accounts");
  }

  @ParameterizedTest
  @MethodSource("databases")
  void givesSigningKeysNewestFirst(TestDatabase database) {
    JpaSigningKeys keys = new JpaSigningKeys(database.jpa(), new FakeKeyVault());
    SigningKey old = new SigningKey("old", "{\"k\":1}", NOON);
    SigningKey fresh = new SigningKey("new", "{\"k\":2}", NOON.plusSeconds(1));
    keys.add(old);
    keys.add(fresh);
    assertEquals(List.of(fresh, old), keys.all());
    keys.remove("old");
    assertEquals(List.of(fresh), keys.all());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void signingKeysLieSealedAlsoThoseFromBefore(TestDatabase database) {
    JpaSigningKeys keys = new JpaSigningKeys(database.jpa(), new FakeKeyVault());
    SigningKey fresh = new SigningKey("new", "{\"d\":\"private\"}", NOON.plusSeconds(1));
    keys.add(fresh);
    database
        .jpa()
        .tx(
            em -> {
              SigningKeyRow plain = new SigningKeyRow();
              plain.kid = "old";
              plain.jwk = "{\"d\":\"private too\"}";
              plain.createdAt = Times.column(NOON);
              em.persist(plain);
            });
    SigningKey old = new SigningKey("old", "{\"d\":\"private too\"}", NOON);
    assertEquals(List.of(fresh, old), keys.all());
    List<String> stored =
        database
            .jpa()
            .txExpr(
                em ->
                    em.createQuery("select k.jwk from SigningKeyRow k", String.class)
                        .getResultList());
    assertEquals(2, stored.size());
    assertTrue(stored.stream().allMatch(each -> each.startsWith("sealed:")), stored::toString);
    assertEquals(List.of(fresh, old), keys.all());
    JpaSigningKeys foreign =
        new JpaSigningKeys(database.jpa(), new FakeKeyVault("another installation"));
    assertThrows(RuntimeException.class, foreign::all);
  }

  @ParameterizedTest
  @MethodSource("databases")
  void remembersRevokedTokensUntilTheyRunOut(TestDatabase database) {
    JpaRevokedTokens revoked = new JpaRevokedTokens(database.jpa());
    revoked.add("a", 1, NOON);
    revoked.add("a", 1, NOON);
    revoked.add("b", 1, NOON.plusSeconds(60));
    assertTrue(revoked.contains("a"));
    revoked.purge(NOON.plusSeconds(1));
    assertFalse(revoked.contains("a"));
    assertTrue(revoked.contains("b"));
  }
}
