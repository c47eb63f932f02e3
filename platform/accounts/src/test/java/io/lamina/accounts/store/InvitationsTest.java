package io.lamina.accounts.store;

import static io.lamina.accounts.store.SignUpFixture.PASSWORD;
import static io.lamina.accounts.store.SignUpFixture.SOMEBODY;
import static io.lamina.accounts.store.SignUpFixture.edit;
import static io.lamina.accounts.store.SignUpFixture.form;
import static io.lamina.accounts.store.SignUpFixture.refused;
import static io.lamina.accounts.store.SignUpFixture.wish;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.accounts.domain.AccountStatus;
import io.lamina.accounts.domain.Settings.SignUp;
import io.lamina.accounts.domain.User;
import io.lamina.accounts.domain.signup.Invitation;
import io.lamina.accounts.domain.signup.InvitationService.MadeInvitation;
import io.lamina.accounts.domain.signup.InvitationService.Wish;
import io.lamina.accounts.domain.signup.SignUpService.Form;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.identity.Caller;
import io.lamina.testkit.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who invites whom to what (C-084), and who may make an account by himself. */
class InvitationsTest {
  static Stream<TestDatabase> databases() {
    return TestDatabase.all(JpaInvitations.class, "accounts");
  }

  @ParameterizedTest
  @MethodSource("databases")
  void makesOneAccountWithWhatItGives(TestDatabase database) {
    SignUpFixture site = new SignUpFixture(database);
    Caller admin = site.admin();
    MadeInvitation made = site.invitations.create(admin, wish(Set.of("annotator"), 1L, "editor"));
    User eve = site.register("eve", made.code());
    assertEquals(AccountStatus.ACTIVE, eve.status());
    assertEquals(Set.of("annotator"), eve.roles());
    assertEquals("editor", site.memberships.rolesOf(eve.id()).get(1L));
    assertEquals(eve.id(), site.signIns.signIn("eve", PASSWORD, "::1").user().id());
    Invitation used = site.invitations.get(admin, made.invitation().id());
    assertEquals(Optional.of(eve.id()), used.usedBy());
    assertEquals(Invitation.State.USED, site.invitations.state(used));
    refused(ErrorKind.BAD_REQUEST, () -> site.register("adam", made.code()));
    refused(ErrorKind.CONFLICT, () -> site.invitations.revoke(admin, used.id()));
    assertEquals(
        List.of("created invitation", "signed-up user", "rotated signing-key"), site.told());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void oneOfManyAtOnceUsesIt(TestDatabase database) throws Exception {
    SignUpFixture site = new SignUpFixture(database);
    String code = site.invite(site.admin());
    assertEquals(1, SignUpFixture.atOnce(6, number -> site.register("user" + number, code)));
    assertEquals(2, site.users.list(Optional.empty(), 0, 10).total());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aNameThatIsTakenLeavesItOpen(TestDatabase database) {
    SignUpFixture site = new SignUpFixture(database);
    String code = site.invite(site.admin());
    refused(ErrorKind.CONFLICT, () -> site.register("root", code));
    assertEquals("standard", site.register("eve", code).roles().iterator().next());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void endsWhenItRunsOutIsRevokedOrMeantForSomebodyElse(TestDatabase database) {
    SignUpFixture site = new SignUpFixture(database);
    Caller admin = site.admin();
    String message =
        refused(ErrorKind.BAD_REQUEST, () -> site.register("eve", "no such code")).getMessage();
    MadeInvitation revoked = site.invitations.create(admin, wish(null, null, null));
    site.invitations.revoke(admin, revoked.invitation().id());
    MadeInvitation adams =
        site.invitations.create(
            admin,
            new Wish(
                Optional.of("Adam@Example.com"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Duration.ofHours(1))));
    for (MadeInvitation each : new MadeInvitation[] {revoked, adams}) {
      assertEquals(
          message,
          refused(ErrorKind.BAD_REQUEST, () -> site.register("eve", each.code())).getMessage());
      assertFalse(each.toString().contains(each.code()));
    }
    site.clock.advance(Duration.ofHours(1));
    assertEquals(
        message,
        refused(ErrorKind.BAD_REQUEST, () -> site.register("adam", adams.code())).getMessage());
    assertEquals(Invitation.State.EXPIRED, site.invitations.state(adams.invitation()));
    for (Duration life : new Duration[] {Duration.ZERO, Duration.ofDays(15)}) {
      refused(
          ErrorKind.BAD_REQUEST,
          () ->
              site.invitations.create(
                  admin,
                  new Wish(
                      Optional.empty(),
                      Optional.empty(),
                      Optional.empty(),
                      Optional.empty(),
                      Optional.of(life))));
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void itsAddressIsComparedInWhateverCase(TestDatabase database) {
    SignUpFixture site = new SignUpFixture(database);
    MadeInvitation made =
        site.invitations.create(
            site.admin(),
            new Wish(
                Optional.of("EVE@Example.COM"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    assertEquals("eve", site.register("eve", made.code()).username());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void nobodyGivesARightHeLacks(TestDatabase database) {
    SignUpFixture site = new SignUpFixture(database);
    Caller helpdesk = site.caller(site.user("desk", "helpdesk"));
    refused(ErrorKind.FORBIDDEN, () -> site.invite(helpdesk, "admin"));
    refused(ErrorKind.NOT_FOUND, () -> site.invitations.create(helpdesk, wish(null, 1L, "reader")));
    site.invite(helpdesk, "helpdesk");
    User student = site.user("student", "student");
    refused(ErrorKind.FORBIDDEN, () -> site.invite(site.caller(student)));
    refused(
        ErrorKind.UNAUTHENTICATED,
        () -> site.invitations.create(SOMEBODY, wish(null, 1L, "reader")));
    site.memberships.add(1, student.id(), "editor");
    site.rights.membershipChanged(student.id());
    refused(
        ErrorKind.FORBIDDEN,
        () -> site.invitations.create(site.caller(student), wish(null, 1L, "reader")));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aManagerInvitesIntoHisProjectAsAPlainUser(TestDatabase database) {
    SignUpFixture site = new SignUpFixture(database);
    Caller admin = site.admin();
    site.invite(admin);
    User boss = site.user("boss", "professor");
    site.memberships.add(1, boss.id(), "manager");
    site.rights.membershipChanged(boss.id());
    Caller manager = site.caller(boss);
    refused(ErrorKind.FORBIDDEN, () -> site.invite(manager));
    refused(
        ErrorKind.FORBIDDEN,
        () -> site.invitations.create(manager, wish(Set.of("professor"), 1L, "reader")));
    MadeInvitation made = site.invitations.create(manager, wish(null, 1L, "manager"));
    assertEquals(1, site.invitations.list(manager, 0, 10).total());
    assertEquals(2, site.invitations.list(admin, 0, 10).total());
    refused(ErrorKind.NOT_FOUND, () -> site.invitations.get(manager, 1));
    User eve = site.register("eve", made.code());
    assertEquals(Set.of("standard"), eve.roles());
    assertEquals("manager", site.memberships.rolesOf(eve.id()).get(1L));
  }

  /** Somebody who is sent away leaves no way back in. */
  @ParameterizedTest
  @MethodSource("databases")
  void endsWithTheRightsOfItsMaker(TestDatabase database) {
    SignUpFixture site = new SignUpFixture(database);
    User mallory = site.user("mallory", "admin");
    User oscar = site.user("oscar", "admin");
    String byMallory = site.invite(site.caller(mallory), "admin");
    String byOscar = site.invite(site.caller(oscar), "admin");
    User boss = site.user("boss", "professor");
    site.memberships.add(1, boss.id(), "manager");
    site.rights.membershipChanged(boss.id());
    String byBoss = site.invitations.create(site.caller(boss), wish(null, 1L, "manager")).code();
    site.users.update(mallory.id(), edit(null, false), Set.of());
    site.users.update(oscar.id(), edit(Set.of("student"), null), Set.of());
    site.memberships.changeRole(1, boss.id(), "reader", Set.of());
    for (String code : new String[] {byMallory, byOscar, byBoss}) {
      refused(ErrorKind.BAD_REQUEST, () -> site.register("back", code));
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void guessingACodeHasToWait(TestDatabase database) {
    SignUpFixture site = new SignUpFixture(database);
    String code = site.invite(site.admin());
    for (int i = 0; i < 30; i++) {
      refused(ErrorKind.BAD_REQUEST, () -> site.register("eve", "guess"));
    }
    refused(ErrorKind.TOO_MANY_REQUESTS, () -> site.register("eve", code));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void withoutAnInvitationOneWaitsWhereThatIsAllowedAtAll(TestDatabase database) throws Exception {
    SignUpFixture site = new SignUpFixture(database);
    Caller admin = site.admin();
    assertEquals(
        "New users need invitations",
        refused(ErrorKind.FORBIDDEN, () -> site.register("eve", null)).getMessage());
    site.settings.signUp = mode(SignUp.Mode.APPROVAL);
    User eve = site.register("eve", null);
    assertEquals(AccountStatus.PENDING_APPROVAL, eve.status());
    refused(ErrorKind.UNAUTHENTICATED, () -> site.signIns.signIn("eve", PASSWORD, "::1"));
    refused(ErrorKind.CONFLICT, () -> site.register("EVE", null));
    assertEquals(
        1, site.userService.list(admin, Optional.of(AccountStatus.PENDING_APPROVAL), 0, 9).total());
    refused(
        ErrorKind.FORBIDDEN,
        () -> site.signUps.approve(site.caller(site.user("x")), eve.id(), Optional.empty()));
    User approved = site.signUps.approve(admin, eve.id(), Optional.of(Set.of("student")));
    assertEquals(AccountStatus.ACTIVE, approved.status());
    assertEquals(Set.of("student"), site.signIns.signIn("eve", PASSWORD, "::1").user().roles());
    refused(ErrorKind.CONFLICT, () -> site.signUps.approve(admin, eve.id(), Optional.empty()));
    refused(ErrorKind.CONFLICT, () -> site.signUps.reject(admin, eve.id()));
    refused(ErrorKind.NOT_FOUND, () -> site.signUps.reject(admin, 999));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aRejectedNameIsFreeAgain(TestDatabase database) {
    SignUpFixture site = new SignUpFixture(database);
    site.settings.signUp = mode(SignUp.Mode.APPROVAL);
    User eve = site.register("eve", null);
    site.signUps.reject(site.admin(), eve.id());
    assertTrue(site.users.byUsername("eve").isEmpty());
    assertEquals(List.of("signed-up user", "rejected user"), site.told());
    site.register("eve", null);
  }

  @ParameterizedTest
  @MethodSource("databases")
  void noMoreWaitThanMayAndOldOnesAreForgotten(TestDatabase database) throws Exception {
    SignUpFixture site = new SignUpFixture(database);
    site.settings.signUp = mode(SignUp.Mode.APPROVAL);
    assertEquals(3, SignUpFixture.atOnce(6, number -> site.register("user" + number, null)));
    refused(ErrorKind.UNAVAILABLE, () -> site.register("late", null));
    site.clock.advance(Duration.ofDays(31_000));
    site.register("later", null);
    assertEquals(1, site.users.list(Optional.empty(), 0, 10).total());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void offIsOff(TestDatabase database) {
    SignUpFixture site = new SignUpFixture(database);
    Caller admin = site.admin();
    String code = site.invite(admin);
    site.settings.signUp = mode(SignUp.Mode.OFF);
    refused(ErrorKind.FORBIDDEN, () -> site.register("eve", code));
    refused(ErrorKind.FORBIDDEN, () -> site.register("eve", null));
    refused(ErrorKind.CONFLICT, () -> site.invite(admin));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void namesAndPasswordsHaveTheirRules(TestDatabase database) {
    SignUpFixture site = new SignUpFixture(database);
    String code = site.invite(site.admin());
    refused(ErrorKind.BAD_REQUEST, () -> site.register("a:b", code));
    refused(
        ErrorKind.BAD_REQUEST,
        () ->
            site.signUps.signUp(
                SOMEBODY, new Form("eve", "no address", PASSWORD, Optional.of(code))));
    refused(
        ErrorKind.BAD_REQUEST,
        () ->
            site.signUps.signUp(SOMEBODY, new Form("eve", "e@x.org", "short", Optional.of(code))));
    assertEquals("Form[...]", form("eve", code).toString());
    site.register("eve", code);
  }

  private static SignUp mode(SignUp.Mode mode) {
    return new SignUp(mode, "standard", 3, Duration.ofDays(14));
  }
}
