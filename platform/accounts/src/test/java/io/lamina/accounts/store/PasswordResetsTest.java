package io.lamina.accounts.store;

import static io.lamina.accounts.store.SignUpFixture.SOMEBODY;
import static io.lamina.accounts.store.SignUpFixture.edit;
import static io.lamina.accounts.store.SignUpFixture.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.lamina.accounts.domain.User;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.identity.Caller;
import io.lamina.testkit.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** H-21: a password is set anew by a one-time token from somebody who may, and by nothing else. */
class PasswordResetsTest {
  private static final String NEW = "a new password";

  static Stream<TestDatabase> databases() {
    return TestDatabase.all(JpaPasswordResets.class, "accounts");
  }

  private static void redeem(SignUpFixture site, String token) {
    site.resets.redeem(SOMEBODY, token, NEW);
  }

  private static void notGood(SignUpFixture site, String token) {
    assertEquals(
        "The token is not valid, was used or has run out. Ask an administrator for a new one",
        refused(ErrorKind.BAD_REQUEST, () -> redeem(site, token)).getMessage());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void setsThePasswordOnceAndEndsEveryTokenOfBefore(TestDatabase database) {
    SignUpFixture site = new SignUpFixture(database);
    User eve = site.user("eve");
    Caller admin = site.admin();
    int generation = eve.secret().generation();
    var issued = site.resets.issue(admin, eve.id());
    assertFalse(issued.toString().contains(issued.token()));
    refused(ErrorKind.BAD_REQUEST, () -> site.resets.redeem(SOMEBODY, issued.token(), "short"));
    redeem(site, issued.token());
    assertEquals(eve.id(), site.signIns.signIn("eve", NEW, "::1").user().id());
    assertEquals(generation + 1, site.users.byId(eve.id()).orElseThrow().secret().generation());
    notGood(site, issued.token());
    assertEquals(
        List.of("password-reset-issued user", "password-reset user", "rotated signing-key"),
        site.told());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void oneOfManyAtOnceUsesIt(TestDatabase database) throws Exception {
    SignUpFixture site = new SignUpFixture(database);
    String token = site.resets.issue(site.admin(), site.user("eve").id()).token();
    assertEquals(1, SignUpFixture.atOnce(6, number -> redeem(site, token)));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void endsWithTimeANewerOneAndAnyChange(TestDatabase database) {
    SignUpFixture site = new SignUpFixture(database);
    User eve = site.user("eve");
    User mallory = site.user("mallory", "admin");
    Caller admin = site.admin();
    String first = site.resets.issue(admin, eve.id()).token();
    String second = site.resets.issue(admin, eve.id()).token();
    notGood(site, first);
    site.clock.advance(Duration.ofHours(24));
    notGood(site, second);
    String changed = site.resets.issue(admin, eve.id()).token();
    site.userService.setPassword(admin, eve.id(), "set by somebody");
    notGood(site, changed);
    String away = site.resets.issue(admin, eve.id()).token();
    site.users.update(eve.id(), edit(null, false), Set.of());
    notGood(site, away);
    refused(ErrorKind.CONFLICT, () -> site.resets.issue(admin, eve.id()));
    site.users.update(eve.id(), edit(null, true), Set.of());
    notGood(site, away);
    String mallorys = site.resets.issue(site.caller(mallory), eve.id()).token();
    site.users.update(mallory.id(), edit(Set.of("student"), null), Set.of());
    notGood(site, mallorys);
    notGood(site, "no such token");
    notGood(site, "lmr_");
  }

  @ParameterizedTest
  @MethodSource("databases")
  void isForWhoManagesUsersAndNotOverHimself(TestDatabase database) {
    SignUpFixture site = new SignUpFixture(database);
    User root = site.user("root", "admin");
    User eve = site.user("eve");
    Caller helpdesk = site.caller(site.user("desk", "helpdesk"));
    site.resets.issue(helpdesk, eve.id());
    refused(ErrorKind.FORBIDDEN, () -> site.resets.issue(helpdesk, root.id()));
    refused(ErrorKind.NOT_FOUND, () -> site.resets.issue(helpdesk, 999));
    refused(ErrorKind.FORBIDDEN, () -> site.resets.issue(site.caller(eve), eve.id()));
    refused(ErrorKind.UNAUTHENTICATED, () -> site.resets.issue(SOMEBODY, eve.id()));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void guessingHasToWait(TestDatabase database) {
    SignUpFixture site = new SignUpFixture(database);
    String token = site.resets.issue(site.admin(), site.user("eve").id()).token();
    for (int i = 0; i < 30; i++) {
      notGood(site, "guess");
    }
    refused(ErrorKind.TOO_MANY_REQUESTS, () -> redeem(site, token));
  }
}
