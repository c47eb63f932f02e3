package io.lamina.accounts.domain;

import static io.lamina.accounts.domain.TestAccounts.ADDRESS;
import static io.lamina.accounts.domain.TestAccounts.PASSWORD;
import static io.lamina.accounts.domain.TestAccounts.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.accounts.domain.SignInService.Claim;
import io.lamina.accounts.domain.apikey.ApiKeyService.MadeKey;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Credentials;
import io.lamina.api.identity.Permission;
import io.lamina.api.identity.ProjectScope;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyServiceTest {
  private final TestAccounts accounts = new TestAccounts();
  private final User root = accounts.user("root", "admin");

  private MadeKey key(User user, Permission... only) {
    return key(accounts.caller(user), only.length == 0 ? null : Set.of(only));
  }

  private MadeKey key(Caller maker, Set<Permission> only) {
    return accounts.apiKeyService.create(
        maker, "robot", Optional.empty(), Optional.ofNullable(only));
  }

  private Caller by(MadeKey key) {
    return accounts.authenticator.authenticate(new Credentials.ApiKey(key.text()), ADDRESS);
  }

  @Test
  void opensAsHeaderAndAsBearerWhatItsUserMay() {
    User eve = accounts.user("eve", "annotator");
    MadeKey key = key(eve);
    assertTrue(key.text().matches("lmk_1_[A-Za-z0-9_-]{43}"), "its shape");
    Caller caller = by(key);
    assertEquals(eve.id(), caller.userId());
    assertTrue(caller.may(Permission.STUDY_UPLOAD));
    assertFalse(caller.may(Permission.STUDY_READ));
    assertEquals(
        caller, accounts.authenticator.authenticate(new Credentials.Bearer(key.text()), ADDRESS));
  }

  @Test
  void isKeptAsAHashAlone() {
    MadeKey key = key(root);
    String secret = key.text().substring(key.text().indexOf('_', 4) + 1);
    assertFalse(accounts.apiKeys.byId(1).orElseThrow().secretHash().contains(secret));
    assertFalse((key + " " + key.key()).contains(secret));
  }

  @Test
  void narrowsAndNeverWidens() {
    User eve = accounts.user("eve", "annotator");
    Caller narrow = by(key(eve, Permission.STUDY_UPLOAD, Permission.AUDIT_READ));
    assertEquals(Set.of(Permission.STUDY_UPLOAD), narrow.permissions());
    accounts.memberships.add(1, eve.id(), "editor");
    accounts.rights.membershipChanged(eve.id());
    assertTrue(accounts.rights.may(accounts.caller(eve), Permission.ANNOTATION_WRITE, 1));
    assertTrue(accounts.rights.may(narrow, Permission.STUDY_UPLOAD, 1));
    assertFalse(accounts.rights.may(narrow, Permission.ANNOTATION_WRITE, 1));
    assertEquals(
        ProjectScope.of(Set.of()), accounts.rights.scope(narrow, Permission.ANNOTATION_READ));
    Caller blind = by(key(eve, Permission.MASK_READ));
    refused(
        ErrorKind.FORBIDDEN,
        () -> accounts.rights.projectForUpload(blind, Permission.STUDY_UPLOAD, Optional.empty()));
  }

  @Test
  void managesUsersPasswordsAndKeysOnlyWhereThatIsWrittenIntoIt() {
    Caller plain = by(key(root));
    assertTrue(plain.may(Permission.MODULE_MANAGE));
    refused(ErrorKind.FORBIDDEN, () -> accounts.userService.list(plain, Optional.empty(), 0, 1));
    refused(ErrorKind.FORBIDDEN, () -> key(plain, null));
    refused(
        ErrorKind.FORBIDDEN,
        () -> accounts.userService.changeOwnPassword(plain, PASSWORD, "another one", false));
    refused(ErrorKind.FORBIDDEN, () -> accounts.apiKeyService.revoke(plain, 1));
    Caller mighty = by(key(root, Permission.USER_MANAGE, Permission.STUDY_READ));
    assertEquals(1, accounts.userService.list(mighty, Optional.empty(), 0, 1).total());
    refused(ErrorKind.FORBIDDEN, () -> key(mighty, Set.of(Permission.STUDY_DELETE)));
    MadeKey child = key(mighty, null);
    assertEquals(Set.of(Permission.USER_MANAGE, Permission.STUDY_READ), child.key().lets());
    accounts.userService.changeOwnPassword(mighty, PASSWORD, "another one", false);
  }

  @Test
  void isNeverExchangedForMore() {
    User eve = accounts.user("eve", "550e8400-e29b-41d4-a716-446655440000", Set.of("admin"));
    Caller narrow = by(key(eve, Permission.USER_MANAGE));
    refused(ErrorKind.FORBIDDEN, () -> accounts.signIns.renew(narrow));
    refused(
        ErrorKind.UNAUTHENTICATED,
        () ->
            accounts.signIns.signIn(
                new Claim(eve.keycloakId().orElseThrow(), "eve", "eve@example.com"), narrow));
    refused(
        ErrorKind.FORBIDDEN,
        () -> accounts.userService.setPassword(narrow, eve.id(), "the key's own password"));
  }

  @Test
  void endsAtOnceWhenItIsRevoked() {
    User eve = accounts.user("eve");
    MadeKey key = key(eve);
    by(key);
    refused(
        ErrorKind.NOT_FOUND,
        () -> accounts.apiKeyService.revoke(accounts.signedIn("adam"), key.key().id()));
    by(key);
    accounts.apiKeyService.revoke(accounts.caller(eve), key.key().id());
    refused(ErrorKind.UNAUTHENTICATED, () -> by(key));
    MadeKey other = key(eve);
    accounts.apiKeyService.revoke(accounts.caller(root), other.key().id());
    refused(ErrorKind.UNAUTHENTICATED, () -> by(other));
  }

  @Test
  void endsAtOnceWithItsUser() {
    User eve = accounts.user("eve");
    MadeKey key = key(eve);
    by(key);
    accounts.userService.deactivate(accounts.caller(root), eve.id());
    refused(ErrorKind.UNAUTHENTICATED, () -> by(key));
  }

  @Test
  void endsAtOnceWithAPasswordThatSomebodyElseMayHaveKnown() {
    User eve = accounts.user("eve");
    MadeKey key = key(eve);
    by(key);
    accounts.userService.setPassword(accounts.caller(root), eve.id(), "given by admin");
    refused(ErrorKind.UNAUTHENTICATED, () -> by(key));
    MadeKey other = key(eve);
    by(other);
    accounts.userService.changeOwnPassword(
        accounts.caller(eve), "given by admin", "my own again", false);
    by(other);
    accounts.userService.changeOwnPassword(
        accounts.caller(eve), "my own again", "and a third one", true);
    refused(ErrorKind.UNAUTHENTICATED, () -> by(other));
  }

  @Test
  void runsOut() {
    MadeKey key =
        accounts.apiKeyService.create(
            accounts.caller(root), "short", Optional.of(Duration.ofHours(1)), Optional.empty());
    by(key);
    accounts.clock.advance(Duration.ofHours(1));
    refused(ErrorKind.UNAUTHENTICATED, () -> by(key));
    for (Duration life :
        List.of(Duration.ZERO, Duration.ofSeconds(59), Duration.ofDays(365).plusSeconds(1))) {
      refused(
          ErrorKind.BAD_REQUEST,
          () ->
              accounts.apiKeyService.create(
                  accounts.caller(root), "x", Optional.of(life), Optional.empty()));
    }
  }

  @Test
  void isBoundedInNumber() {
    for (int i = 0; i < 5; i++) {
      key(root);
    }
    refused(ErrorKind.CONFLICT, () -> key(root));
  }

  @Test
  void notesItsUseOnceAMinute() {
    MadeKey key = key(root);
    by(key);
    by(key);
    accounts.clock.advance(Duration.ofSeconds(59));
    by(key);
    assertEquals(List.of(1L), accounts.apiKeys.noted);
    accounts.clock.advance(Duration.ofSeconds(1));
    by(key);
    assertEquals(List.of(1L, 1L), accounts.apiKeys.noted);
  }

  @Test
  void listsOnesOwnAndThoseOfOthersForWhoManagesUsers() {
    User eve = accounts.user("eve");
    key(eve);
    assertEquals(1, list(eve, Optional.empty()));
    assertEquals(1, list(root, Optional.of(eve.id())));
    assertEquals(0, list(root, Optional.empty()));
    refused(ErrorKind.FORBIDDEN, () -> list(eve, Optional.of(root.id())));
    refused(
        ErrorKind.UNAUTHENTICATED,
        () -> accounts.apiKeyService.list(Caller.anonymous(ADDRESS), Optional.empty(), 0, 1));
  }

  private long list(User by, Optional<Long> whose) {
    return accounts.apiKeyService.list(accounts.caller(by), whose, 0, 10).total();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "lmk_", "lmk_1", "lmk_1_", "lmk_1_short", "x", "lmk_999_%s", "lmk_1_%s"})
  void refusesEveryOtherTextInTheSameWords(String shape) {
    key(root);
    String text = shape.formatted(RandomSecret.next().text());
    assertEquals(
        SignInService.REFUSED,
        refused(
                ErrorKind.UNAUTHENTICATED,
                () -> accounts.authenticator.authenticate(new Credentials.ApiKey(text), ADDRESS))
            .getMessage());
  }

  @Test
  void guessingHasToWaitAndARightKeyDoesNot() {
    MadeKey key = key(root);
    by(key);
    for (int i = 0; i < 30; i++) {
      refused(
          ErrorKind.UNAUTHENTICATED,
          () -> accounts.authenticator.authenticate(new Credentials.ApiKey("lmk_guess"), ADDRESS));
    }
    refused(
        ErrorKind.TOO_MANY_REQUESTS,
        () -> accounts.authenticator.authenticate(new Credentials.ApiKey("lmk_guess"), ADDRESS));
    by(key);
  }
}
