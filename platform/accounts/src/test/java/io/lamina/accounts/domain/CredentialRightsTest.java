package io.lamina.accounts.domain;

import static io.lamina.accounts.domain.TestAccounts.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.accounts.domain.Users.UserEdit;
import io.lamina.accounts.domain.apikey.ApiKeyService.MadeKey;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Permission;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever may become somebody else gains no right by it, neither on the site nor in a project. */
class CredentialRightsTest {
  private static final long PROJECT = 1;

  private final TestAccounts accounts = new TestAccounts();
  private final Caller admin = accounts.signedIn("root", "admin");
  private final Caller helpdesk = accounts.signedIn("desk", "helpdesk");
  private final User eve = accounts.user("eve", "standard");
  private final PasswordResetService resets =
      new PasswordResetService(
          new AnyReset(),
          accounts.userService,
          accounts.passwords,
          accounts.throttle,
          accounts.clock);
  private int issued;

  private final class AnyReset implements PasswordResets {
    @Override
    public void issue(Caller by, long user, String tokenHash, Instant expiresAt) {
      issued++;
    }

    @Override
    public boolean isOpen(String tokenHash, Instant now) {
      return false;
    }

    @Override
    public Optional<User> redeem(Caller by, String hash, String passwordHash, Instant now) {
      return Optional.empty();
    }
  }

  /** Every way to sign in as somebody, or to keep him from it. */
  interface Deed {
    void to(CredentialRightsTest test, Caller by, long user);
  }

  static Stream<Deed> deeds() {
    return Stream.of(
        (test, by, user) -> test.accounts.userService.setPassword(by, user, "long enough"),
        (test, by, user) -> test.resets.issue(by, user),
        (test, by, user) -> test.edit(by, user, edit("new@example.com", null, null, null)),
        (test, by, user) ->
            test.edit(by, user, edit(null, "550e8400-e29b-41d4-a716-446655440000", null, null)),
        (test, by, user) -> test.edit(by, user, edit(null, null, Set.of("standard"), null)),
        (test, by, user) -> test.edit(by, user, edit(null, null, null, true)),
        (test, by, user) -> test.accounts.userService.deactivate(by, user),
        (test, by, user) -> test.accounts.apiKeyService.revoke(by, test.keyOf(user)));
  }

  private static UserEdit edit(String email, String keycloakId, Set<String> roles, Boolean on) {
    return new UserEdit(
        Optional.ofNullable(email),
        Optional.ofNullable(keycloakId),
        Optional.ofNullable(roles),
        Optional.ofNullable(on));
  }

  private void edit(Caller by, long user, UserEdit edit) {
    accounts.userService.update(by, user, edit);
  }

  private long keyOf(long user) {
    Caller owner = accounts.directory.byId(user).orElseThrow().caller(TestAccounts.ADDRESS);
    MadeKey made =
        accounts.apiKeyService.create(owner, "robot", Optional.empty(), Optional.empty());
    return made.key().id();
  }

  private void join(long user, String role) {
    accounts.memberships.add(PROJECT, user, role);
    accounts.rights.membershipChanged(user);
  }

  @ParameterizedTest
  @MethodSource("deeds")
  void aPlaceInAProjectCountsAsARole(Deed deed) {
    join(eve.id(), "manager");
    LaminaException refusal = refused(ErrorKind.FORBIDDEN, () -> deed.to(this, helpdesk, eve.id()));
    assertTrue(refusal.getMessage().contains("project.manage"), refusal::getMessage);
    deed.to(this, admin, eve.id());
  }

  @ParameterizedTest
  @MethodSource("deeds")
  void whoHasNoMoreIsInReach(Deed deed) {
    deed.to(this, helpdesk, eve.id());
  }

  @Test
  void thePlaceCountsInItsOwnProject() {
    long other = accounts.projectService.create(admin, FakeProjects.details("b"), true).id();
    join(eve.id(), "reader");
    accounts.memberships.add(other, helpdesk.userId(), "manager");
    accounts.rights.membershipChanged(helpdesk.userId());
    refused(ErrorKind.FORBIDDEN, () -> resets.issue(helpdesk, eve.id()));
    join(helpdesk.userId(), "editor");
    resets.issue(helpdesk, eve.id());
    assertEquals(1, issued);
  }

  /** Upload on the site is not upload into every project (D-15). */
  @Test
  void aRightOfTheSiteThatDoesNotHoldInProjectsIsNotEnough() {
    accounts.settings.roles =
        FakeSettings.with(
            "site.helpdesk",
            "user.manage, study.read, annotation.read, annotation.write, study.upload");
    join(eve.id(), "reader");
    Caller desk = accounts.caller(accounts.users.byId(helpdesk.userId()).orElseThrow());
    resets.issue(desk, eve.id());
    User ann = accounts.user("ann", "standard");
    join(ann.id(), "editor");
    refused(ErrorKind.FORBIDDEN, () -> resets.issue(desk, ann.id()));
  }

  @Test
  void whoIsConfinedReachesNobodyWhoIsNot() {
    accounts.settings.roles = FakeSettings.with("site.demo", "user.manage");
    Caller confined = accounts.signedIn("guide", "demo");
    User guest = accounts.user("guest", "demo");
    resets.issue(confined, guest.id());
    refused(ErrorKind.FORBIDDEN, () -> resets.issue(confined, eve.id()));
  }

  @Test
  void aNarrowedKeyReachesItsOwnUserNoFurtherThanItLets() {
    MadeKey key =
        accounts.apiKeyService.create(
            admin, "robot", Optional.empty(), Optional.of(Set.of(Permission.USER_MANAGE)));
    Caller narrow = accounts.apiKeyService.authenticate(key.text(), TestAccounts.ADDRESS);
    refused(ErrorKind.FORBIDDEN, () -> resets.issue(narrow, admin.userId()));
    resets.issue(narrow, eve.id());
  }
}
