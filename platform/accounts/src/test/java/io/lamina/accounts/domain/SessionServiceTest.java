package io.lamina.accounts.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.accounts.domain.Users.UserEdit;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Credentials;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How a session begins and by what it ends. */
class SessionServiceTest {
  private static final Optional<String> NONE = Optional.empty();

  private final TestAccounts accounts = new TestAccounts();
  private final User eve = accounts.user("Eve", "annotator");

  private String open() {
    return accounts.sessions.open(eve, "", NONE);
  }

  private boolean lives(String id) {
    return accounts.sessions.find(id).isPresent();
  }

  @Test
  void isItsUserUntilItEnds() {
    String id = open();
    assertEquals(
        eve.id(),
        accounts.authenticator.authenticate(new Credentials.Session(id), "192.0.2.7").userId());
    accounts.signIns.signOut(Caller.anonymous(TestAccounts.ADDRESS), NONE, Optional.of(id));
    TestAccounts.refused(
        ErrorKind.UNAUTHENTICATED,
        () -> accounts.authenticator.authenticate(new Credentials.Session(id), "192.0.2.7"));
    assertTrue(accounts.sessionRows.rows.isEmpty());
  }

  @Test
  void keepsTheHashOfItsIdAlone() {
    String id = accounts.sessions.open(eve, ".mark", NONE);
    assertTrue(id.matches("[A-Za-z0-9_-]{43}\\.mark"), id);
    String row = accounts.sessionRows.rows.values().toString();
    assertFalse(row.contains(id.substring(0, 20)), row);
    assertFalse(lives(id.substring(0, 43)), "the mark belongs to the id");
    assertFalse(lives(id.substring(0, 43) + ".mork"));
    assertTrue(lives(id));
  }

  @Test
  void neverTakesAnIdThatAClientBrings() {
    String planted = "A".repeat(43);
    String id = accounts.sessions.open(eve, "", Optional.of(planted));
    assertNotEquals(planted, id);
    assertFalse(lives(planted));
  }

  @Test
  void endsTheSessionThatTheBrowserHadBefore() {
    String former = open();
    User bob = accounts.user("Bob");
    String next = accounts.sessions.open(bob, "", Optional.of(former));
    assertFalse(lives(former));
    assertEquals(bob.id(), accounts.sessions.find(next).orElseThrow().user().id());
  }

  @Test
  void endsWhenNobodyUsesIt() {
    String id = open();
    accounts.clock.advance(Duration.ofHours(8).minusSeconds(1));
    assertTrue(lives(id));
    accounts.clock.advance(Duration.ofHours(8).minusSeconds(1));
    assertTrue(lives(id), "the request before counts");
    accounts.clock.advance(Duration.ofHours(8));
    assertFalse(lives(id));
  }

  @Test
  void endsADayAfterItBeganHoweverBusy() {
    String id = open();
    for (int hour = 1; hour < 24; hour++) {
      accounts.clock.advance(Duration.ofHours(1));
      assertTrue(lives(id));
    }
    accounts.clock.advance(Duration.ofHours(1));
    assertFalse(lives(id));
  }

  @Test
  void isWrittenAtMostOnceAMinute() {
    String id = open();
    accounts.clock.advance(Duration.ofSeconds(59));
    assertTrue(lives(id));
    assertEquals(0, accounts.sessionRows.seen);
    accounts.clock.advance(Duration.ofSeconds(1));
    for (int i = 0; i < 10; i++) {
      assertTrue(lives(id));
    }
    assertEquals(1, accounts.sessionRows.seen);
  }

  @Test
  void endsWithAChangeOfThePassword() {
    String id = open();
    accounts.userService.changeOwnPassword(
        accounts.caller(eve), TestAccounts.PASSWORD, "another password", false);
    assertFalse(lives(id));
  }

  @Test
  void endsWithADeactivationAndStaysEnded() {
    String id = open();
    for (boolean active : new boolean[] {false, true}) {
      accounts.users.update(
          eve.id(), new UserEdit(NONE, NONE, Optional.empty(), Optional.of(active)), Set.of());
      accounts.directory.changed(eve.id());
      assertFalse(lives(id));
    }
  }

  @Test
  void makesRoomForANewOneByTheOneUnusedLongest() {
    accounts.settings.sessionsPerUser = 3;
    String first = open();
    accounts.clock.advance(Duration.ofMinutes(5));
    final String second = open();
    final String third = open();
    accounts.clock.advance(Duration.ofMinutes(5));
    assertTrue(lives(first), "used again");
    accounts.clock.advance(Duration.ofMinutes(5));
    assertTrue(lives(third));
    final String others = accounts.sessions.open(accounts.user("Bob"), "", NONE);
    final String fourth = open();
    assertFalse(lives(second));
    assertTrue(lives(first) && lives(third) && lives(fourth) && lives(others));
  }

  @Test
  void forgetsWhatHasRunOut() {
    final String old = open();
    accounts.clock.advance(Duration.ofHours(9));
    open();
    assertEquals(1, accounts.sessionRows.rows.size());
    assertFalse(lives(old));
  }
}
