package io.lamina.accounts.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.accounts.domain.Session;
import io.lamina.accounts.domain.Users.NewUser;
import io.lamina.testkit.FakeAuditTrail;
import io.lamina.testkit.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JpaSessionsTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456Z");

  static Stream<TestDatabase> databases() {
    return TestDatabase.all(JpaUsers.class, "accounts");
  }

  private static long user(TestDatabase database, String name) {
    return new JpaUsers(database.jpa(), new FakeAuditTrail())
        .add(new NewUser(name, name + "@example.com", Optional.empty(), Set.of(), "hash"))
        .id();
  }

  private static Session session(String hash, long user, Instant seen) {
    return new Session(hash, user, 1, NOON, seen);
  }

  @ParameterizedTest
  @MethodSource("databases")
  void keepsASessionUntilItIsRemoved(TestDatabase database) {
    JpaSessions sessions = new JpaSessions(database.jpa());
    Session session = session("a".repeat(64), user(database, "eve"), NOON);
    assertEquals(List.of(), sessions.add(session, 5));
    assertEquals(Optional.of(session), sessions.find(session.idHash()));
    sessions.seen(session.idHash(), NOON.plusSeconds(60));
    assertEquals(NOON.plusSeconds(60), sessions.find(session.idHash()).orElseThrow().lastSeenAt());
    sessions.remove(session.idHash());
    assertEquals(Optional.empty(), sessions.find(session.idHash()));
    sessions.seen(session.idHash(), NOON);
    assertEquals(Optional.empty(), sessions.find(session.idHash()), "an ended one stays ended");
  }

  @ParameterizedTest
  @MethodSource("databases")
  void makesRoomByTheOneUnusedLongest(TestDatabase database) {
    JpaSessions sessions = new JpaSessions(database.jpa());
    long eve = user(database, "eve");
    long bob = user(database, "bob");
    sessions.add(session("bob", bob, NOON.minusSeconds(100)), 2);
    sessions.add(session("busy", eve, NOON.plusSeconds(10)), 2);
    sessions.add(session("idle", eve, NOON), 2);
    assertEquals(List.of("idle"), sessions.add(session("new", eve, NOON.plusSeconds(20)), 2));
    assertEquals(Optional.empty(), sessions.find("idle"));
    assertTrue(sessions.find("busy").isPresent());
    assertTrue(sessions.find("new").isPresent());
    assertTrue(sessions.find("bob").isPresent());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void purgesTheUnusedAndTheOld(TestDatabase database) {
    JpaSessions sessions = new JpaSessions(database.jpa());
    long eve = user(database, "eve");
    sessions.add(session("unused", eve, NOON), 9);
    sessions.add(session("used", eve, NOON.plusSeconds(60)), 9);
    sessions.add(new Session("old", eve, 1, NOON.minusSeconds(60), NOON.plusSeconds(60)), 9);
    sessions.purge(NOON.plusSeconds(1), NOON.minusSeconds(1));
    assertEquals(Optional.empty(), sessions.find("unused"));
    assertEquals(Optional.empty(), sessions.find("old"));
    assertTrue(sessions.find("used").isPresent());
  }
}
