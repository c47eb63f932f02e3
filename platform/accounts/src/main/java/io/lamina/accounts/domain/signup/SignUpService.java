package io.lamina.accounts.domain.signup;

import io.lamina.accounts.domain.MembershipRights;
import io.lamina.accounts.domain.Names;
import io.lamina.accounts.domain.Passwords;
import io.lamina.accounts.domain.RandomSecret;
import io.lamina.accounts.domain.Settings;
import io.lamina.accounts.domain.Settings.SignUp;
import io.lamina.accounts.domain.SignInThrottle;
import io.lamina.accounts.domain.User;
import io.lamina.accounts.domain.UserDirectory;
import io.lamina.accounts.domain.UserService;
import io.lamina.accounts.domain.Users.NewUser;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Permission;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * How people get an account by themselves: with an invitation (C-032, C-084), or, where
 * configuration says so, without one and with an approval afterwards. That a name is taken cannot
 * be hidden from who may sign up; guesses are slowed, and which of name and address it was is not
 * said.
 */
@Component(service = SignUpService.class)
public final class SignUpService {
  static final String NEEDS_INVITATION = "New users need invitations";
  static final String NOT_VALID =
      "The invitation is not valid, has run out, was used, or is for another e-mail address. Ask"
          + " for a new one";
  static final String TAKEN = "A user with this username or e-mail address exists";

  private static final Duration PENDING_LIFE = Duration.ofDays(30);

  private final SignUps signUps;
  private final Invitations invitations;
  private final UserService users;
  private final UserDirectory directory;
  private final MembershipRights rights;
  private final Passwords passwords;
  private final SignInThrottle throttle;
  private final Settings settings;
  private final Clock clock;

  /**
   * What somebody fills in.
   *
   * @param invitation its code; empty for none
   */
  public record Form(String username, String email, String password, Optional<String> invitation) {
    @Override
    public String toString() {
      return "Form[...]";
    }
  }

  @Activate
  public SignUpService(
      @Reference SignUps signUps,
      @Reference Invitations invitations,
      @Reference UserService users,
      @Reference UserDirectory directory,
      @Reference MembershipRights rights,
      @Reference Passwords passwords,
      @Reference SignInThrottle throttle,
      @Reference Settings settings) {
    this(
        signUps,
        invitations,
        users,
        directory,
        rights,
        passwords,
        throttle,
        settings,
        Clock.systemUTC());
  }

  public SignUpService(
      SignUps signUps,
      Invitations invitations,
      UserService users,
      UserDirectory directory,
      MembershipRights rights,
      Passwords passwords,
      SignInThrottle throttle,
      Settings settings,
      Clock clock) {
    this.signUps = signUps;
    this.invitations = invitations;
    this.users = users;
    this.directory = directory;
    this.rights = rights;
    this.passwords = passwords;
    this.throttle = throttle;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Makes an account.
   *
   * @param caller whoever sends the form; anonymous as a rule
   * @return active with an invitation, else waiting for approval
   * @throws LaminaException 400 for what cannot be a name, address or password, and for an
   *     invitation that is not good for it; 403 where sign-up needs an invitation or is off; 409
   *     for a name or address that is taken; 429 after many failures; 503 where too many wait
   */
  public User signUp(Caller caller, Form form) {
    SignUp rules = settings.signUp();
    if (rules.mode() == SignUp.Mode.OFF) {
      throw LaminaException.forbidden("Sign-up is switched off. Ask an administrator");
    }
    if (rules.mode() == SignUp.Mode.INVITATION && form.invitation().isEmpty()) {
      throw LaminaException.forbidden(NEEDS_INVITATION);
    }
    String name = Names.username(form.username());
    String email = Names.email(form.email());
    Passwords.requireAcceptable("password", form.password());
    Fields fields = new Fields(name, email, form.password());
    return form.invitation().isPresent()
        ? invited(caller, fields, form.invitation().get())
        : pending(caller, fields, rules);
  }

  private record Fields(String name, String email, String password) {
    NewUser as(Set<String> roles, Passwords passwords) {
      return new NewUser(name, email, Optional.empty(), roles, passwords.hash(password));
    }

    @Override
    public String toString() {
      return "Fields[...]";
    }
  }

  private User invited(Caller caller, Fields fields, String code) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Invitation invitation =
        throttle
            .test(
                caller.address(),
                () ->
                    invitations
                        .byCode(RandomSecret.hashOf(code.strip()))
                        .filter(found -> found.state(now) == Invitation.State.OPEN)
                        .filter(found -> isFor(found, fields.email())))
            .orElseThrow(() -> LaminaException.invalid(NOT_VALID));
    User user =
        withoutSayingWhich(
                () ->
                    signUps.redeem(
                        caller,
                        invitation.id(),
                        fields.as(invitation.terms().roles(), passwords),
                        now))
            .orElseThrow(() -> LaminaException.invalid(NOT_VALID));
    rights.membershipChanged(user.id());
    return user;
  }

  private static boolean isFor(Invitation invitation, String email) {
    return invitation
        .terms()
        .email()
        .map(Names::key)
        .orElse(Names.key(email))
        .equals(Names.key(email));
  }

  private User pending(Caller caller, Fields fields, SignUp rules) {
    Instant since = clock.instant().minus(PENDING_LIFE);
    if (signUps.pending(since) >= rules.mostPending()) {
      throw full();
    }
    return throttle
        .test(
            caller.address(),
            () -> {
              try {
                return Optional.of(
                    signUps.addPending(
                        caller,
                        fields.as(Set.of(rules.role()), passwords),
                        rules.mostPending(),
                        since));
              } catch (LaminaException e) {
                if (e.kind() == ErrorKind.CONFLICT) {
                  return Optional.<User>empty();
                }
                throw e;
              }
            })
        .orElseThrow(() -> LaminaException.conflict(TAKEN));
  }

  private static <T> T withoutSayingWhich(java.util.function.Supplier<T> adding) {
    try {
      return adding.get();
    } catch (LaminaException e) {
      throw e.kind() == ErrorKind.CONFLICT ? LaminaException.conflict(TAKEN) : e;
    }
  }

  /** Too many wait already. */
  public static LaminaException full() {
    return LaminaException.unavailable(
        "Too many accounts wait for approval. Ask an administrator", Duration.ofHours(1));
  }

  /**
   * Lets somebody in who waits.
   *
   * @param roles empty: the role of those who sign up
   */
  public User approve(Caller caller, long id, Optional<Set<String>> roles) {
    caller.require(Permission.USER_MANAGE);
    Set<String> given = roles.orElse(Set.of(settings.signUp().role()));
    users.requireMayGive(caller, given);
    User user = signUps.approve(caller, id, given);
    directory.changed(id);
    return user;
  }

  /** Turns somebody away who waits; his name is free again. */
  public void reject(Caller caller, long id) {
    caller.require(Permission.USER_MANAGE);
    signUps.reject(caller, id);
    directory.changed(id);
  }
}
