package io.lamina.accounts.domain;

import io.lamina.accounts.domain.Users.NewUser;
import io.lamina.accounts.domain.apikey.ApiKeyService;
import io.lamina.accounts.domain.oidc.OidcService;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.testkit.FakeAuditTrail;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.function.Executable;

/** The whole capability over memory. */
public final class TestAccounts {
  static final String ADDRESS = "192.0.2.7";
  public static final String PASSWORD = "correct horse";

  public final FakeAuditTrail audit = new FakeAuditTrail();
  final FakeChanges changes = new FakeChanges();
  final TestClock clock = new TestClock();
  final FakeSettings settings = new FakeSettings();
  final FakeMemberships memberships = new FakeMemberships();
  final FakeProjects projects = new FakeProjects(memberships);
  final FakeUsers users = new FakeUsers(memberships);
  final FakeSigningKeys keys = new FakeSigningKeys();
  final FakeRevokedTokens revoked = new FakeRevokedTokens();
  final Passwords passwords = new Passwords(64);
  final UserDirectory directory = new UserDirectory(users, settings);
  public final KeyRing keyRing = new KeyRing(keys, settings, changes, clock);
  final TokenService tokens = new TokenService(keyRing, revoked, settings, clock);
  final SignInThrottle throttle = new SignInThrottle(settings, clock);
  final FakeSessions sessionRows = new FakeSessions();
  final SessionService sessions = new SessionService(sessionRows, directory, settings, clock);
  public final SignInService signIns =
      new SignInService(
          directory, users, passwords, tokens, sessions, settings, throttle, changes, audit);
  public final MembershipRights rights =
      new MembershipRights(memberships, projects, directory, settings);
  public final UserService userService =
      new UserService(users, directory, passwords, signIns, rights, settings, changes, audit);
  final FakeApiKeys apiKeys = new FakeApiKeys(users);
  public final ApiKeyService apiKeyService =
      new ApiKeyService(apiKeys, directory, userService, throttle, settings, clock);
  public final AccountsAuthenticator authenticator =
      new AccountsAuthenticator(
          signIns, apiKeyService, new OidcService(directory, settings, clock), sessions);
  public final ProjectService projectService =
      new ProjectService(projects, rights, directory, settings, changes, audit);
  public final MemberService memberService =
      new MemberService(memberships, users, projectService, rights, settings, changes, audit);

  private final String hash = passwords.hash(PASSWORD);

  public Settings settings() {
    return settings;
  }

  /** Adds a user with {@link #PASSWORD}. */
  public User user(String name, String... roles) {
    return users.add(
        new NewUser(name, name + "@example.com", Optional.empty(), Set.of(roles), hash));
  }

  User user(String name, String keycloakId, Set<String> roles) {
    return users.add(
        new NewUser(name, name + "@example.com", Optional.of(keycloakId), roles, hash));
  }

  /** Somebody as he is signed in now. */
  public Caller caller(User user) {
    return directory.byId(user.id()).orElseThrow().caller(ADDRESS);
  }

  /** Adds a user and signs him in. */
  public Caller signedIn(String name, String... roles) {
    return caller(user(name, roles));
  }

  static LaminaException refused(ErrorKind kind, Executable deed) {
    LaminaException refusal = Assertions.assertThrows(LaminaException.class, deed);
    Assertions.assertEquals(kind, refusal.kind(), refusal::getMessage);
    return refusal;
  }
}
