package io.lamina.accounts.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.accounts.domain.User;
import io.lamina.accounts.domain.Users.NewUser;
import io.lamina.accounts.domain.Users.UserEdit;
import io.lamina.accounts.domain.apikey.ApiKey;
import io.lamina.accounts.domain.apikey.ApiKeys.NewKey;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Permission;
import io.lamina.testkit.FakeAuditTrail;
import io.lamina.testkit.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JpaApiKeysTest {
  private static final Instant LATER = Instant.parse("2999-01-01T00:00:00Z");
  private static final FakeAuditTrail AUDIT = new FakeAuditTrail();
  private static final Caller BY = Caller.anonymous("::1");

  static Stream<TestDatabase> databases() {
    return TestDatabase.all(JpaApiKeys.class, "accounts");
  }

  private static User eve(TestDatabase database) {
    return new JpaUsers(database.jpa(), new FakeAuditTrail())
        .add(new NewUser("eve", "eve@example.com", Optional.empty(), Set.of(), "hash"));
  }

  private static NewKey key(User user, Instant expires) {
    return new NewKey(
        user.id(), "robot", Optional.of(Set.of(Permission.STUDY_READ)), expires, "00ff");
  }

  @ParameterizedTest
  @MethodSource("databases")
  void keepsAKeyAndForgetsIt(TestDatabase database) {
    User eve = eve(database);
    JpaApiKeys keys = new JpaApiKeys(database.jpa(), AUDIT);
    ApiKey added = keys.add(BY, key(eve, LATER), 5);
    assertEquals(added, keys.byId(added.id()).orElseThrow());
    assertEquals(Optional.of(Set.of(Permission.STUDY_READ)), added.only());
    ApiKey whole = keys.add(BY, new NewKey(eve.id(), "all", Optional.empty(), LATER, "00"), 5);
    assertEquals(Optional.empty(), keys.byId(whole.id()).orElseThrow().only());
    ApiKey nothing =
        keys.add(BY, new NewKey(eve.id(), "none", Optional.of(Set.of()), LATER, "00"), 5);
    assertEquals(Set.of(), keys.byId(nothing.id()).orElseThrow().lets());
    assertEquals(List.of(whole), keys.ofUser(eve.id(), 1, 1).items());
    int before = AUDIT.entries().size();
    keys.remove(BY, added);
    var entry = AUDIT.entries().get(before);
    assertEquals("revoked", entry.event().details().get("change"));
    assertEquals(Long.toString(added.id()), entry.event().objectId());
    assertTrue(keys.byId(added.id()).isEmpty());
    assertEquals(2, keys.ofUser(eve.id(), 0, 10).total());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void neverExceedsTheBoundWhenManyAreMadeAtOnceAndExpiredOnesDoNotCount(TestDatabase database)
      throws Exception {
    User eve = eve(database);
    JpaApiKeys keys = new JpaApiKeys(database.jpa(), AUDIT);
    keys.add(BY, key(eve, Instant.parse("2020-01-01T00:00:00Z")), 1);
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      List<Callable<Boolean>> attempts = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        attempts.add(
            () -> {
              try {
                keys.add(BY, key(eve, LATER), 3);
                return true;
              } catch (LaminaException e) {
                assertEquals(ErrorKind.CONFLICT, e.kind());
                return false;
              }
            });
      }
      int made = 0;
      for (Future<Boolean> each : threads.invokeAll(attempts)) {
        made += each.get() ? 1 : 0;
      }
      assertEquals(3, made);
      assertEquals(3, keys.ofUser(eve.id(), 0, 10).total());
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void notesAUseOnceAPause(TestDatabase database) {
    JpaApiKeys keys = new JpaApiKeys(database.jpa(), AUDIT);
    long id = keys.add(BY, key(eve(database), LATER), 5).id();
    Instant first = Instant.parse("2026-01-01T00:00:00Z");
    Duration pause = Duration.ofMinutes(1);
    keys.used(id, first, pause);
    keys.used(id, first.plusSeconds(59), pause);
    assertEquals(Optional.of(first), keys.byId(id).orElseThrow().lastUsedAt());
    keys.used(id, first.plusSeconds(60), pause);
    assertEquals(Optional.of(first.plusSeconds(60)), keys.byId(id).orElseThrow().lastUsedAt());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aDeactivationTakesAllKeysWithIt(TestDatabase database) {
    User eve = eve(database);
    JpaApiKeys keys = new JpaApiKeys(database.jpa(), AUDIT);
    keys.add(BY, key(eve, LATER), 5);
    JpaUsers users = new JpaUsers(database.jpa(), new FakeAuditTrail());
    for (boolean active : new boolean[] {false, true}) {
      users.update(
          eve.id(),
          new UserEdit(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(active)),
          Set.of());
    }
    assertEquals(0, keys.ofUser(eve.id(), 0, 10).total());
  }
}
