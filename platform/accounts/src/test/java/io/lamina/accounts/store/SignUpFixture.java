package io.lamina.accounts.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lamina.accounts.domain.FakeSettings;
import io.lamina.accounts.domain.KeyRing;
import io.lamina.accounts.domain.MembershipRights;
import io.lamina.accounts.domain.PasswordResetService;
import io.lamina.accounts.domain.Passwords;
import io.lamina.accounts.domain.ProjectService;
import io.lamina.accounts.domain.SessionService;
import io.lamina.accounts.domain.SignInService;
import io.lamina.accounts.domain.SignInThrottle;
import io.lamina.accounts.domain.TestClock;
import io.lamina.accounts.domain.TokenService;
import io.lamina.accounts.domain.User;
import io.lamina.accounts.domain.UserDirectory;
import io.lamina.accounts.domain.UserService;
import io.lamina.accounts.domain.Users.NewUser;
import io.lamina.accounts.domain.Users.UserEdit;
import io.lamina.accounts.domain.signup.InvitationService;
import io.lamina.accounts.domain.signup.InvitationService.Wish;
import io.lamina.accounts.domain.signup.SignUpService;
import io.lamina.accounts.domain.signup.SignUpService.Form;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.testkit.FakeAuditTrail;
import io.lamina.testkit.FakeKeyVault;
import io.lamina.testkit.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.function.Executable;

/** Everything about getting an account, over a real database. */
public final class SignUpFixture {
  public static final String PASSWORD = "correct horse";
  public static final Caller SOMEBODY = Caller.anonymous("192.0.2.7");

  final FakeAuditTrail audit = new FakeAuditTrail();
  public final FakeSettings settings = new FakeSettings();
  final TestClock clock = new TestClock();
  final JpaUsers users;
  final JpaMemberships memberships;
  final JpaSignUps store;
  final JpaInvitations invitationStore;
  final JpaPasswordResets resetStore;
  final Passwords passwords = new Passwords();
  final UserDirectory directory;
  final MembershipRights rights;
  public final SignInService signIns;
  final UserService userService;
  final InvitationService invitations;
  public final SignUpService signUps;
  final PasswordResetService resets;

  public SignUpFixture(TestDatabase database) {
    JpaChanges changes = new JpaChanges(database.jpa(), audit);
    users = new JpaUsers(database.jpa(), audit);
    memberships = new JpaMemberships(database.jpa());
    store = new JpaSignUps(database.jpa(), audit);
    invitationStore = new JpaInvitations(database.jpa(), audit);
    resetStore = new JpaPasswordResets(database.jpa(), audit);
    JpaProjects projects = new JpaProjects(database.jpa());
    directory = new UserDirectory(users, settings);
    rights = new MembershipRights(memberships, projects, directory, settings);
    SignInThrottle throttle = new SignInThrottle(settings, clock);
    TokenService tokens =
        new TokenService(
            new KeyRing(new JpaSigningKeys(database.jpa(), new FakeKeyVault()), settings, changes),
            new JpaRevokedTokens(database.jpa()),
            settings);
    SessionService sessions =
        new SessionService(new JpaSessions(database.jpa()), directory, settings);
    signIns =
        new SignInService(
            directory, users, passwords, tokens, sessions, settings, throttle, changes, audit);
    userService =
        new UserService(users, directory, passwords, signIns, rights, settings, changes, audit);
    ProjectService projectService =
        new ProjectService(projects, rights, directory, settings, changes, audit);
    invitations =
        new InvitationService(
            invitationStore, userService, projectService, rights, settings, clock);
    signUps =
        new SignUpService(
            store,
            invitationStore,
            userService,
            directory,
            rights,
            passwords,
            throttle,
            settings,
            clock);
    resets = new PasswordResetService(resetStore, userService, passwords, throttle, clock);
  }

  User user(String name, String... roles) {
    return users.add(
        new NewUser(name, name + "@example.com", Optional.empty(), Set.of(roles), "no hash"));
  }

  Caller caller(User user) {
    return directory.byId(user.id()).orElseThrow().caller(SOMEBODY.address());
  }

  public Caller admin() {
    return caller(user("root", "admin"));
  }

  /** Invites into nothing but the site. */
  public String invite(Caller by, String... roles) {
    return invitations
        .create(by, wish(roles.length == 0 ? null : Set.of(roles), null, null))
        .code();
  }

  /** A change of a user's roles, activation or both; null for what stays. */
  static UserEdit edit(Set<String> roles, Boolean active) {
    return new UserEdit(
        Optional.empty(),
        Optional.empty(),
        Optional.ofNullable(roles),
        Optional.ofNullable(active));
  }

  static Wish wish(Set<String> roles, Long project, String projectRole) {
    return new Wish(
        Optional.empty(),
        Optional.ofNullable(roles),
        Optional.ofNullable(project),
        Optional.ofNullable(projectRole).map(name -> all -> all.requireProjectRole(name)),
        Optional.empty());
  }

  public User register(String name, String code) {
    return signUps.signUp(SOMEBODY, form(name, code));
  }

  static Form form(String name, String code) {
    return new Form(name, name + "@example.com", PASSWORD, Optional.ofNullable(code));
  }

  static LaminaException refused(ErrorKind kind, Executable deed) {
    LaminaException refusal = assertThrows(LaminaException.class, deed);
    assertEquals(kind, refusal.kind(), refusal::getMessage);
    return refusal;
  }

  /** The changes that the trail was told of, oldest first, as change and object. */
  List<String> told() {
    return audit.entries().stream()
        .filter(entry -> entry.event().details().containsKey("change"))
        .map(entry -> entry.event().details().get("change") + " " + entry.event().object())
        .toList();
  }

  interface Attempt {
    void make(int number);
  }

  /** Makes attempts at the same moment; how many were not refused. */
  static int atOnce(int times, Attempt attempt) throws Exception {
    CountDownLatch together = new CountDownLatch(times);
    ExecutorService threads = Executors.newFixedThreadPool(times);
    try {
      List<Callable<Boolean>> attempts = new ArrayList<>();
      for (int i = 0; i < times; i++) {
        int number = i;
        attempts.add(
            () -> {
              together.countDown();
              together.await();
              try {
                attempt.make(number);
                return true;
              } catch (LaminaException e) {
                return false;
              }
            });
      }
      int made = 0;
      for (Future<Boolean> each : threads.invokeAll(attempts)) {
        made += each.get() ? 1 : 0;
      }
      return made;
    } finally {
      threads.shutdownNow();
    }
  }
}
