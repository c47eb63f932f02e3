package io.lamina.accounts.domain;

import io.lamina.accounts.domain.TokenService.Token;
import io.lamina.accounts.domain.UserDirectory.Known;
import io.lamina.api.audit.AuditAction;
import io.lamina.api.audit.AuditEvent;
import io.lamina.api.audit.AuditTrail;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import java.util.Locale;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Who somebody is, by password, by token, or by what an identity provider says of him. Every
 * refusal has the same words, so that nobody learns who has an account here.
 */
@Component(service = SignInService.class)
public final class SignInService {
  static final String REFUSED = "The credentials are not valid";

  private static final String USER = "user";

  private final UserDirectory directory;
  private final Users users;
  private final Passwords passwords;
  private final TokenService tokens;
  private final SessionService sessions;
  private final Settings settings;
  private final SignInThrottle throttle;
  private final Changes changes;
  private final AuditTrail audit;
  private final VerifiedPasswords verified = new VerifiedPasswords();
  private final SharedAttempts<String, Optional<Known>> attempts = new SharedAttempts<>();

  /**
   * @param token for the Authorization header
   */
  public record SignedIn(User user, String token) {
    @Override
    public String toString() {
      return "SignedIn[...]";
    }
  }

  /** What S1's client says of its user (C-001). */
  public record Claim(String keycloakId, String username, String email) {}

  @Activate
  public SignInService(
      @Reference UserDirectory directory,
      @Reference Users users,
      @Reference Passwords passwords,
      @Reference TokenService tokens,
      @Reference SessionService sessions,
      @Reference Settings settings,
      @Reference SignInThrottle throttle,
      @Reference Changes changes,
      @Reference AuditTrail audit) {
    this.directory = directory;
    this.users = users;
    this.passwords = passwords;
    this.tokens = tokens;
    this.sessions = sessions;
    this.settings = settings;
    this.throttle = throttle;
    this.changes = changes;
    this.audit = audit;
  }

  /** Signs in with a password (C-060). */
  public SignedIn signIn(String username, String password, String address) {
    Known known = check(username, password, address).known();
    tellOfSignIn(known, address);
    return signedIn(known);
  }

  /**
   * Signs in with what S1's client says (C-001, H-01): the body alone is no proof. The request has
   * to be authenticated as that very user, or, in the development profile, to come from this
   * machine and name a user who is on record.
   *
   * @param caller as whom the request is authenticated
   */
  public SignedIn signIn(Claim claim, Caller caller) {
    Optional<User> named = users.byKeycloakId(claim.keycloakId().toLowerCase(Locale.ROOT));
    boolean proven =
        named.isPresent()
            && !caller.isNarrowed()
            && (caller.isAnonymous()
                ? settings.developmentProfile() && Addresses.isLoopback(caller.address())
                : caller.userId() == named.get().id());
    User user =
        named
            .filter(candidate -> proven)
            .filter(User::active)
            .filter(candidate -> candidate.isCalled(claim.username()))
            .filter(candidate -> candidate.hasEmail(claim.email()))
            .orElseThrow(() -> refusedToldOf(named, caller.address()));
    directory.byId(user.id()).ifPresent(known -> tellOfSignIn(known, caller.address()));
    return new SignedIn(user, tokens.issue(user));
  }

  /**
   * A new token for somebody who is signed in.
   *
   * @throws LaminaException 403 with an API key: a token would have more rights than the key
   */
  public SignedIn renew(Caller caller) {
    caller.requireSignedIn();
    if (caller.isNarrowed()) {
      throw LaminaException.forbidden("An API key cannot be exchanged for a token");
    }
    audit.event(
        caller, AuditEvent.of(AuditAction.SIGN_IN, USER, caller.userId()).with("token", "renewed"));
    return anew(caller);
  }

  /** A token for who has just proven that he is the caller. */
  SignedIn anew(Caller caller) {
    return signedIn(directory.byId(caller.userId()).orElseThrow(SignInService::refused));
  }

  /** The user that a signed-in caller is. */
  public User user(Caller caller) {
    caller.requireSignedIn();
    return directory.byId(caller.userId()).orElseThrow(SignInService::refused).user();
  }

  /**
   * Opens a session for the browser of somebody who has just signed in.
   *
   * @param mark what its id has to end with, for the front door; not secret
   * @param former id of the session that the browser had, which ends whosever it was
   * @return its id, for the cookie alone
   */
  public String openSession(SignedIn signedIn, String mark, Optional<String> former) {
    return sessions.open(signedIn.user(), mark, former);
  }

  /** Whose live session an id is of; anonymous where there is none (H-01 takes one as proof). */
  public Caller bySession(String id, String address) {
    return sessions
        .find(id)
        .map(known -> known.caller(address))
        .orElseGet(() -> Caller.anonymous(address));
  }

  /**
   * Ends a token and a session before their time.
   *
   * @param session id, well-formed but not necessarily of one that lives
   */
  public void signOut(Caller caller, Optional<String> token, Optional<String> session) {
    // a form is answered without signing in: who it is says the session
    Caller who =
        caller.isAnonymous()
            ? session.map(id -> bySession(id, caller.address())).orElse(caller)
            : caller;
    changes.told(
        who,
        () -> {
          token.ifPresent(tokens::revoke);
          session.ifPresent(sessions::remove);
          return who.userId();
        },
        id -> AuditEvent.of(AuditAction.SIGN_OUT, USER, id));
    token.ifPresent(tokens::forget);
    session.ifPresent(sessions::forget);
  }

  /**
   * @throws LaminaException 401; 429 after many failures
   */
  Known byPassword(String username, String password, String address) {
    Checked checked = check(username, password, address);
    if (checked.fresh()) {
      tellOfSignIn(checked.known(), address);
    }
    return checked.known();
  }

  /**
   * @param fresh false where the same password was found right shortly before
   */
  private record Checked(Known known, boolean fresh) {}

  private Checked check(String username, String password, String address) {
    Optional<Known> known =
        directory.byUsername(username).filter(candidate -> candidate.user().active());
    Optional<String> digest = known.map(each -> verified.digest(each.user(), password));
    if (digest.filter(verified::contains).isPresent()) {
      return new Checked(known.orElseThrow(), false);
    }
    String attempt = verified.digest(Names.key(username) + " " + address, password);
    Optional<User> named = known.map(Known::user);
    Optional<Known> proven;
    try {
      proven =
          attempts.share(
              attempt,
              () -> throttle.test(username, address, digest, () -> judge(known, password)));
    } catch (LaminaException e) {
      tellOfRefusal(named, address);
      throw e;
    }
    if (proven.isEmpty()) {
      throw refusedToldOf(named, address);
    }
    digest.ifPresent(verified::add);
    return new Checked(proven.get(), true);
  }

  private void tellOfSignIn(Known known, String address) {
    audit.event(known.caller(address), AuditEvent.of(AuditAction.SIGN_IN, USER, known.user().id()));
  }

  private LaminaException refusedToldOf(Optional<User> named, String address) {
    tellOfRefusal(named, address);
    return refused();
  }

  /** Never what was typed as a name: people type their password there. */
  private void tellOfRefusal(Optional<User> named, String address) {
    String id = named.map(user -> Long.toString(user.id())).orElse("");
    audit.event(Caller.anonymous(address), AuditEvent.of(AuditAction.SIGN_IN_REFUSED, USER, id));
  }

  /**
   * @throws LaminaException 401
   */
  Known byToken(String text) {
    Token token = tokens.verify(text).orElseThrow(SignInService::refused);
    return directory
        .byId(token.userId())
        .filter(known -> known.user().active())
        .filter(known -> known.user().secret().generation() == token.generation())
        .orElseThrow(SignInService::refused);
  }

  /** Takes as long for a user who is not there. */
  private Optional<Known> judge(Optional<Known> known, String password) {
    boolean right =
        known.isPresent()
            ? passwords.matches(password, known.get().user().secret().passwordHash())
            : passwords.matchesNobody(password);
    return known.filter(each -> right);
  }

  private SignedIn signedIn(Known known) {
    return new SignedIn(known.user(), tokens.issue(known.user()));
  }

  /** Every refusal in the same words. */
  public static LaminaException refused() {
    return LaminaException.unauthenticated(REFUSED);
  }
}
