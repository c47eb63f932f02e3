package io.lamina.accounts.domain;

import static io.lamina.accounts.domain.TestAccounts.ADDRESS;
import static io.lamina.accounts.domain.TestAccounts.PASSWORD;
import static io.lamina.accounts.domain.TestAccounts.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.accounts.domain.Users.UserEdit;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Credentials.Basic;
import io.lamina.api.identity.Credentials.Bearer;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserServiceTest {
  private final TestAccounts accounts = new TestAccounts();
  private final UserService users = accounts.userService;
  private final Caller admin = accounts.signedIn("root", "admin");
  private final Caller helpdesk = accounts.signedIn("desk", "helpdesk");
  private final Caller student = accounts.signedIn("sam", "student");

  private User create(Caller caller, String name, String... roles) {
    return users.create(
        caller, name, name + "@example.com", "long enough", Optional.empty(), Set.of(roles));
  }

  private static UserEdit roles(String... roles) {
    return new UserEdit(
        Optional.empty(), Optional.empty(), Optional.of(Set.of(roles)), Optional.empty());
  }

  @Test
  void whoManagesUsersCreatesOneWhoCanSignIn() {
    User created = create(admin, "Eve", "annotator");
    assertEquals(Set.of("annotator"), created.roles());
    assertEquals(
        created.id(),
        accounts.authenticator.authenticate(new Basic("eve", "long enough"), ADDRESS).userId());
  }

  @Test
  void nobodyElseManagesUsers() {
    for (Caller caller : new Caller[] {student, accounts.signedIn("prof", "professor")}) {
      refused(ErrorKind.FORBIDDEN, () -> create(caller, "eve"));
      refused(ErrorKind.FORBIDDEN, () -> users.list(caller, Optional.empty(), 0, 10));
      refused(ErrorKind.FORBIDDEN, () -> users.get(caller, admin.userId()));
      refused(ErrorKind.FORBIDDEN, () -> users.get(caller, 999));
      refused(ErrorKind.FORBIDDEN, () -> users.byUsername(caller, "nobody"));
      refused(ErrorKind.FORBIDDEN, () -> users.update(caller, caller.userId(), roles("admin")));
      refused(ErrorKind.FORBIDDEN, () -> users.deactivate(caller, 999));
      refused(ErrorKind.FORBIDDEN, () -> users.setPassword(caller, 999, "long enough"));
    }
    Caller nobody = Caller.anonymous(ADDRESS);
    refused(ErrorKind.UNAUTHENTICATED, () -> create(nobody, "eve"));
    refused(ErrorKind.UNAUTHENTICATED, () -> users.get(nobody, 1));
    refused(
        ErrorKind.UNAUTHENTICATED, () -> users.changeOwnPassword(nobody, "", "long enough", false));
  }

  @Test
  void everybodySeesHimself() {
    assertEquals("sam", users.get(student, student.userId()).username());
    assertEquals(student.userId(), users.byUsername(student, "SAM").id());
  }

  @Test
  void managersOfAProjectFindWhomTheyAdd() {
    Caller manager = accounts.signedIn("mia", "standard");
    accounts.memberService.add(
        admin, 1, manager.userId(), Optional.of(roles -> roles.requireProjectRole("manager")));
    assertEquals(student.userId(), users.byUsername(manager, "sam").id());
    refused(ErrorKind.NOT_FOUND, () -> users.byUsername(manager, "nobody"));
    refused(ErrorKind.FORBIDDEN, () -> users.list(manager, Optional.empty(), 0, 10));
  }

  @Test
  void nobodyGivesARightHeLacks() {
    refused(ErrorKind.FORBIDDEN, () -> create(helpdesk, "eve", "admin"));
    refused(ErrorKind.FORBIDDEN, () -> create(helpdesk, "eve", "student"));
    User eve = create(helpdesk, "eve", "standard", "helpdesk");
    refused(ErrorKind.FORBIDDEN, () -> users.update(helpdesk, eve.id(), roles("admin")));
    refused(ErrorKind.FORBIDDEN, () -> users.update(helpdesk, helpdesk.userId(), roles("admin")));
  }

  @Test
  void nobodyChangesAUserWhoHasARightHeLacks() {
    refused(ErrorKind.FORBIDDEN, () -> users.setPassword(helpdesk, admin.userId(), "long enough"));
    refused(ErrorKind.FORBIDDEN, () -> users.deactivate(helpdesk, admin.userId()));
    refused(ErrorKind.FORBIDDEN, () -> users.update(helpdesk, student.userId(), roles()));
  }

  @Test
  void aLimitedRoleHidesNoMightyOne() {
    refused(ErrorKind.BAD_REQUEST, () -> create(helpdesk, "eve", "demo", "admin"));
    refused(ErrorKind.BAD_REQUEST, () -> users.update(admin, 1, roles("admin", "demo")));
    assertEquals(Set.of("demo"), create(admin, "eve", "demo").roles());
  }

  @Test
  void anUnknownRoleIsRefused() {
    refused(ErrorKind.BAD_REQUEST, () -> create(admin, "eve", "superuser"));
    refused(ErrorKind.BAD_REQUEST, () -> users.update(admin, student.userId(), roles("boss")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a:b", "a b", "", " ", "a\nb", "a/b", "<a>", "\u0000", "ﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺ"})
  void aNameThatCannotBeOneIsRefused(String name) {
    refused(
        ErrorKind.BAD_REQUEST,
        () ->
            users.create(admin, name, "a@example.com", "long enough", Optional.empty(), Set.of()));
  }

  @Test
  void namesOfAllLanguagesAreGood() {
    for (String name : new String[] {"홍길동", "josé", "TestUser2", "a.b+c@d_e-f"}) {
      User user =
          users.create(
              admin,
              name,
              name.hashCode() + "@example.com",
              "long enough",
              Optional.empty(),
              Set.of());
      assertEquals(user.id(), users.byUsername(admin, name.toUpperCase()).id());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"eve", "@", "eve@", "@example.com", "e ve@example.com", "a@b@c", ""})
  void anAddressThatCannotBeOneIsRefused(String email) {
    refused(
        ErrorKind.BAD_REQUEST,
        () -> users.create(admin, "eve", email, "long enough", Optional.empty(), Set.of()));
  }

  @Test
  void aKeycloakIdIsAUuidInWhateverCase() {
    refused(
        ErrorKind.BAD_REQUEST,
        () ->
            users.create(
                admin, "eve", "e@example.com", "long enough", Optional.of("1-2-3-4-5"), Set.of()));
    User eve =
        users.create(
            admin,
            "eve",
            "e@example.com",
            "long enough",
            Optional.of("550E8400-E29B-41D4-A716-446655440000"),
            Set.of());
    assertEquals(Optional.of("550e8400-e29b-41d4-a716-446655440000"), eve.keycloakId());
  }

  @Test
  void aDeactivatedUserIsOutAtOnce() {
    String token = accounts.signIns.signIn("sam", PASSWORD, ADDRESS).token();
    accounts.authenticator.authenticate(new Bearer(token), ADDRESS);
    users.deactivate(admin, student.userId());
    refused(
        ErrorKind.UNAUTHENTICATED,
        () -> accounts.authenticator.authenticate(new Bearer(token), ADDRESS));
    assertFalse(users.get(admin, student.userId()).active());
  }

  @Test
  void aChangedRoleCountsAtOnce() {
    String token = accounts.signIns.signIn("sam", PASSWORD, ADDRESS).token();
    users.update(admin, student.userId(), roles("helpdesk"));
    Caller now = accounts.authenticator.authenticate(new Bearer(token), ADDRESS);
    assertEquals(Set.of("helpdesk"), now.roles());
  }

  @Test
  void onesOwnPasswordNeedsTheCurrentOne() {
    String before = accounts.signIns.signIn("sam", PASSWORD, ADDRESS).token();
    refused(
        ErrorKind.FORBIDDEN, () -> users.changeOwnPassword(student, "wrong", "long enough", false));
    refused(
        ErrorKind.BAD_REQUEST, () -> users.changeOwnPassword(student, PASSWORD, "short", false));
    String after = users.changeOwnPassword(student, PASSWORD, "long enough", false).token();
    refused(
        ErrorKind.UNAUTHENTICATED,
        () -> accounts.authenticator.authenticate(new Bearer(before), ADDRESS));
    assertEquals(
        student.userId(), accounts.authenticator.authenticate(new Bearer(after), ADDRESS).userId());
    accounts.authenticator.authenticate(new Basic("sam", "long enough"), ADDRESS);
  }

  @Test
  void guessingTheCurrentPasswordHasToWait() {
    for (int i = 0; i < 5; i++) {
      refused(
          ErrorKind.FORBIDDEN,
          () -> users.changeOwnPassword(student, "wrong", "long enough", false));
    }
    refused(
        ErrorKind.TOO_MANY_REQUESTS,
        () -> users.changeOwnPassword(student, "wrong", "long enough", false));
  }

  @Test
  void anAdminSetsAPasswordAndTheTokensEnd() {
    String token = accounts.signIns.signIn("sam", PASSWORD, ADDRESS).token();
    users.setPassword(admin, student.userId(), "given by admin");
    refused(
        ErrorKind.UNAUTHENTICATED,
        () -> accounts.authenticator.authenticate(new Bearer(token), ADDRESS));
    accounts.authenticator.authenticate(new Basic("sam", "given by admin"), ADDRESS);
    refused(ErrorKind.NOT_FOUND, () -> users.setPassword(admin, 999, "long enough"));
    assertTrue(users.get(admin, student.userId()).active());
  }
}
