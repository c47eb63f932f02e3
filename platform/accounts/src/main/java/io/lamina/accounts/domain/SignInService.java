package io.lamina.accounts.domain;

import io.lamina.accounts.domain.TokenService.Token;
import io.lamina.accounts.domain.UserDirectory.Known;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
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

  private static final Pattern IP_LITERAL =
      Pattern.compile("[0-9.]{7,15}|[0-9a-fA-F.]*:[0-9a-fA-F:.]*");

  private final UserDirectory directory;
  private final Users users;
  private final Passwords passwords;
  private final TokenService tokens;
  private final Settings settings;
  private final SignInThrottle throttle;
  private final VerifiedPasswords verified = new VerifiedPasswords();

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
      @Reference Settings settings) {
    this(directory, users, passwords, tokens, settings, Clock.systemUTC());
  }

  SignInService(
      UserDirectory directory,
      Users users,
      Passwords passwords,
      TokenService tokens,
      Settings settings,
      Clock clock) {
    this.directory = directory;
    this.users = users;
    this.passwords = passwords;
    this.tokens = tokens;
    this.settings = settings;
    this.throttle = new SignInThrottle(settings, clock);
  }

  /** Signs in with a password (C-060). */
  public SignedIn signIn(String username, String password, String address) {
    return signedIn(byPassword(username, password, address));
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
            && (caller.isAnonymous()
                ? settings.developmentProfile() && isLoopback(caller.address())
                : caller.userId() == named.get().id());
    User user =
        named
            .filter(candidate -> proven)
            .filter(User::active)
            .filter(candidate -> candidate.isCalled(claim.username()))
            .filter(candidate -> candidate.hasEmail(claim.email()))
            .orElseThrow(SignInService::refused);
    return new SignedIn(user, tokens.issue(user));
  }

  /** A new token for somebody who is signed in. */
  public SignedIn renew(Caller caller) {
    caller.requireSignedIn();
    return signedIn(directory.byId(caller.userId()).orElseThrow(SignInService::refused));
  }

  /** The user that a signed-in caller is. */
  public User user(Caller caller) {
    caller.requireSignedIn();
    return directory.byId(caller.userId()).orElseThrow(SignInService::refused).user();
  }

  /** Ends a token before its time. */
  public void signOut(String token) {
    tokens.revoke(token);
  }

  /**
   * @throws LaminaException 401; 429 after many failures
   */
  Known byPassword(String username, String password, String address) {
    Optional<Known> known = directory.byUsername(username);
    if (known.isPresent()
        && known.get().user().active()
        && verified.contains(known.get().user(), password)) {
      return known.get();
    }
    throttle.check(username, address);
    boolean right =
        known.isPresent()
            ? passwords.matches(password, known.get().user().secret().passwordHash())
            : passwords.matchesNobody(password);
    if (!right || !known.orElseThrow().user().active()) {
      throttle.failed(username, address);
      throw refused();
    }
    throttle.succeeded(username, address);
    verified.add(known.get().user(), password);
    return known.get();
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

  private SignedIn signedIn(Known known) {
    return new SignedIn(known.user(), tokens.issue(known.user()));
  }

  static LaminaException refused() {
    return LaminaException.unauthenticated(REFUSED);
  }

  private static boolean isLoopback(String address) {
    try {
      // Only literals: a name would be looked up in the network.
      return IP_LITERAL.matcher(address).matches()
          && InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
