package io.lamina.accounts.domain;

import static io.lamina.accounts.domain.TestAccounts.ADDRESS;
import static io.lamina.accounts.domain.TestAccounts.PASSWORD;
import static io.lamina.accounts.domain.TestAccounts.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.accounts.domain.SignInService.Claim;
import io.lamina.accounts.domain.Users.UserEdit;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Credentials.Basic;
import io.lamina.api.identity.Credentials.Bearer;
import io.lamina.api.identity.Permission;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignInServiceTest {
  private final TestAccounts accounts = new TestAccounts();

  private static void refusedAlike(org.junit.jupiter.api.function.Executable deed) {
    LaminaException refusal = refused(ErrorKind.UNAUTHENTICATED, deed);
    assertEquals(SignInService.REFUSED, refusal.getMessage());
    assertEquals("Unauthorized", refusal.title());
    assertEquals(Optional.empty(), refusal.details());
  }

  private static UserEdit active(boolean active) {
    return new UserEdit(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(active));
  }

  @Nested
  class ByPassword {
    private final User eve = accounts.user("Eve", "annotator");

    private Caller basic(String username, String password) {
      return accounts.authenticator.authenticate(new Basic(username, password), ADDRESS);
    }

    @Test
    void knowsHimWithHisRolesAndRights() {
      Caller caller = basic("eve", PASSWORD);
      assertEquals(eve.id(), caller.userId());
      assertEquals("Eve", caller.username());
      assertEquals(Set.of("annotator"), caller.roles());
      assertTrue(caller.may(Permission.STUDY_UPLOAD));
      assertEquals(ADDRESS, caller.address());
      assertEquals(eve.id(), accounts.signIns.signIn("EVE", PASSWORD, ADDRESS).user().id());
    }

    @Test
    void refusesWrongUnknownAndInactiveInTheSameWords() {
      User gone = accounts.user("gone");
      accounts.users.update(gone.id(), active(false), Set.of());
      refusedAlike(() -> basic("Eve", "wrong"));
      refusedAlike(() -> basic("Eve", ""));
      refusedAlike(() -> basic("nobody", PASSWORD));
      refusedAlike(() -> basic("", PASSWORD));
      refusedAlike(() -> basic("gone", PASSWORD));
      refusedAlike(() -> accounts.signIns.signIn("Eve", "wrong", ADDRESS));
    }

    @Test
    void aRightPasswordIsRememberedButNotForSomebodyElse() {
      basic("Eve", PASSWORD);
      int reads = accounts.users.reads.get();
      for (int i = 0; i < 50; i++) {
        basic("Eve", PASSWORD);
      }
      assertEquals(reads, accounts.users.reads.get());
      accounts.user("adam");
      accounts.users.setPassword(2, accounts.passwords.hash("another one"));
      refusedAlike(() -> basic("adam", PASSWORD));
    }

    @Test
    void aChangedPasswordAndADeactivationCountAtOnce() {
      basic("Eve", PASSWORD);
      String token = accounts.signIns.signIn("Eve", PASSWORD, ADDRESS).token();
      accounts.users.setPassword(eve.id(), accounts.passwords.hash("a new password"));
      accounts.directory.changed(eve.id());
      refusedAlike(() -> basic("Eve", PASSWORD));
      refusedAlike(() -> accounts.authenticator.authenticate(new Bearer(token), ADDRESS));
      basic("Eve", "a new password");
      accounts.users.update(eve.id(), active(false), Set.of());
      accounts.directory.changed(eve.id());
      refusedAlike(() -> basic("Eve", "a new password"));
    }

    @Test
    void aTokenOfBeforeADeactivationStaysDeadAfterTheReturn() {
      String token = accounts.signIns.signIn("Eve", PASSWORD, ADDRESS).token();
      accounts.users.update(eve.id(), active(false), Set.of());
      accounts.users.update(eve.id(), active(true), Set.of());
      accounts.directory.changed(eve.id());
      refusedAlike(() -> accounts.authenticator.authenticate(new Bearer(token), ADDRESS));
      basic("Eve", PASSWORD);
    }

    @Test
    void aChangedRoleCountsAtOnce() {
      assertTrue(basic("Eve", PASSWORD).may(Permission.STUDY_UPLOAD));
      accounts.settings.roles = FakeSettings.with("site.annotator", "export.run");
      assertEquals(Set.of(Permission.EXPORT_RUN), basic("Eve", PASSWORD).permissions());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Eve", "nobody"})
    void guessingHasToWaitAndWaitsLonger(String name) {
      for (int i = 0; i < 5; i++) {
        refusedAlike(() -> basic(name, "wrong"));
      }
      assertEquals(
          Optional.of(Duration.ofSeconds(2)),
          refused(ErrorKind.TOO_MANY_REQUESTS, () -> basic(name, "wrong")).retryAfter());
      accounts.clock.advance(Duration.ofSeconds(2));
      refusedAlike(() -> basic(name, "wrong"));
      accounts.clock.advance(Duration.ofSeconds(1));
      refused(ErrorKind.TOO_MANY_REQUESTS, () -> basic(name, "wrong"));
    }

    @Test
    void guessingKeepsNobodyElseOut() {
      basic("Eve", PASSWORD);
      for (int i = 0; i < 5; i++) {
        refusedAlike(() -> basic("Eve", "wrong"));
      }
      basic("Eve", PASSWORD);
      accounts.users.setPassword(eve.id(), accounts.passwords.hash("a new password"));
      accounts.directory.changed(eve.id());
      refused(ErrorKind.TOO_MANY_REQUESTS, () -> basic("Eve", "a new password"));
      accounts.authenticator.authenticate(new Basic("Eve", "a new password"), "198.51.100.1");
    }

    @Test
    void guessingMayBeUnlimitedForBenchmarks() {
      accounts.settings.guesses = Optional.empty();
      for (int i = 0; i < 20; i++) {
        refusedAlike(() -> basic("Eve", "wrong"));
      }
    }
  }

  /** H-01: the body alone is no proof, and every refusal has the same words. */
  @Nested
  class ByClaim {
    private static final String ID = "550e8400-e29b-41d4-a716-446655440000";
    private static final String OTHER_ID = "660e8400-e29b-41d4-a716-446655440000";

    private final User user2 = accounts.user("TestUser2", ID, Set.of("annotator"));
    private final User other = accounts.user("Other", OTHER_ID, Set.of("admin"));
    private final Claim truth = new Claim(ID, "TestUser2", "TestUser2@example.com");

    @Test
    void isAcceptedFromHimself() {
      assertEquals(user2.id(), accounts.signIns.signIn(truth, accounts.caller(user2)).user().id());
      assertEquals(
          user2.id(),
          accounts
              .signIns
              .signIn(
                  new Claim(ID.toUpperCase(), "testuser2", "TESTUSER2@example.com"),
                  accounts.caller(user2))
              .user()
              .id());
    }

    @Test
    void isRefusedWithoutProofFromWhereverItComes() {
      for (String address : new String[] {"192.0.2.7", "127.0.0.1", "::1"}) {
        refusedAlike(() -> accounts.signIns.signIn(truth, Caller.anonymous(address)));
      }
    }

    @Test
    void isRefusedFromSomebodyElseHoweverMighty() {
      refusedAlike(() -> accounts.signIns.signIn(truth, accounts.caller(other)));
    }

    @ParameterizedTest
    @CsvSource({
      "550e8400-e29b-41d4-a716-446655440001,TestUser2,TestUser2@example.com",
      "660e8400-e29b-41d4-a716-446655440000,TestUser2,TestUser2@example.com",
      "550e8400-e29b-41d4-a716-446655440000,Other,TestUser2@example.com",
      "550e8400-e29b-41d4-a716-446655440000,TestUser3,TestUser2@example.com",
      "550e8400-e29b-41d4-a716-446655440000,TestUser2,Other@example.com",
      "550e8400-e29b-41d4-a716-446655440000,TestUser2,''",
      "550e8400-e29b-41d4-a716-446655440000,'',TestUser2@example.com",
      "'',TestUser2,TestUser2@example.com",
      "not-a-uuid,TestUser2,TestUser2@example.com",
    })
    void isRefusedWhereAnythingDiffersWithAndWithoutProof(String id, String name, String email) {
      Claim claim = new Claim(id, name, email);
      refusedAlike(() -> accounts.signIns.signIn(claim, accounts.caller(user2)));
      refusedAlike(() -> accounts.signIns.signIn(claim, Caller.anonymous("127.0.0.1")));
      accounts.settings.developmentProfile = true;
      refusedAlike(() -> accounts.signIns.signIn(claim, Caller.anonymous("127.0.0.1")));
    }

    @Test
    void neverMakesOrChangesAUser() {
      Claim stranger = new Claim("770e8400-e29b-41d4-a716-446655440000", "new", "new@example.com");
      accounts.settings.developmentProfile = true;
      refusedAlike(() -> accounts.signIns.signIn(stranger, Caller.anonymous("127.0.0.1")));
      assertEquals(2, accounts.users.list(Optional.empty(), 0, 10).total());
      assertEquals(user2, accounts.users.byId(user2.id()).orElseThrow());
    }

    @Test
    void isRefusedForAnInactiveUser() {
      Caller before = accounts.caller(user2);
      accounts.users.update(user2.id(), active(false), Set.of());
      refusedAlike(() -> accounts.signIns.signIn(truth, before));
      accounts.settings.developmentProfile = true;
      refusedAlike(() -> accounts.signIns.signIn(truth, Caller.anonymous("127.0.0.1")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "::1", "0:0:0:0:0:0:0:1"})
    void needsNoProofInTheDevelopmentProfileFromThisMachine(String address) {
      accounts.settings.developmentProfile = true;
      assertEquals(
          user2.id(), accounts.signIns.signIn(truth, Caller.anonymous(address)).user().id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.7", "10.0.0.1", "::2", "0.0.0.0", "localhost", "", "be.ef"})
    void needsProofInTheDevelopmentProfileFromElsewhere(String address) {
      accounts.settings.developmentProfile = true;
      refusedAlike(() -> accounts.signIns.signIn(truth, Caller.anonymous(address)));
    }

    @Test
    void isRefusedFromSomebodyElseOnThisMachineToo() {
      accounts.settings.developmentProfile = true;
      Caller local = new Caller(other.id(), other.username(), Set.of(), Set.of(), "127.0.0.1");
      refusedAlike(() -> accounts.signIns.signIn(truth, local));
    }
  }
}
