package io.lamina.accounts.domain;

import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Permission;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * A way back in for who forgot his password: somebody who manages users hands him a token that is
 * good once and for a day at most. Nothing else resets a password (H-21).
 */
@Component(service = PasswordResetService.class)
public final class PasswordResetService {
  static final Duration LIFE = Duration.ofHours(24);
  static final String NOT_VALID =
      "The token is not valid, was used or has run out. Ask an administrator for a new one";

  private static final String PREFIX = "lmr_";

  private final PasswordResets resets;
  private final UserService users;
  private final Passwords passwords;
  private final SignInThrottle throttle;
  private final Clock clock;

  /**
   * @param token shown this once
   */
  public record IssuedReset(long userId, String token, Instant expiresAt) {
    @Override
    public String toString() {
      return "IssuedReset[" + userId + "]";
    }
  }

  @Activate
  public PasswordResetService(
      @Reference PasswordResets resets,
      @Reference UserService users,
      @Reference Passwords passwords,
      @Reference SignInThrottle throttle) {
    this(resets, users, passwords, throttle, Clock.systemUTC());
  }

  public PasswordResetService(
      PasswordResets resets,
      UserService users,
      Passwords passwords,
      SignInThrottle throttle,
      Clock clock) {
    this.resets = resets;
    this.users = users;
    this.passwords = passwords;
    this.throttle = throttle;
    this.clock = clock;
  }

  /** Issues a token for somebody; the one before it ends. */
  public IssuedReset issue(Caller caller, long user) {
    caller.require(Permission.USER_MANAGE);
    users.requireMayChange(caller, user);
    RandomSecret secret = RandomSecret.next();
    String token = PREFIX + secret.text();
    Instant end = clock.instant().truncatedTo(ChronoUnit.MICROS).plus(LIFE);
    resets.issue(caller, user, RandomSecret.hashOf(token), end);
    return new IssuedReset(user, token, end);
  }

  /**
   * Sets a password by a token. As nobody showed that he knew the one before, all that the account
   * left behind ends: tokens, sessions, API keys, resets and invitations.
   *
   * @throws LaminaException 400 for a token that is not good, in the same words for every reason,
   *     and for a password that is not acceptable; 429 after many failures
   */
  public void redeem(Caller caller, String token, String password) {
    Passwords.requireAcceptable("new_password", password);
    String hash = RandomSecret.hashOf(token.strip());
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    User user =
        throttle
            .test(
                caller.address(),
                () ->
                    resets.isOpen(hash, now)
                        ? resets.redeem(caller, hash, passwords.hash(password), now)
                        : Optional.empty())
            .orElseThrow(() -> LaminaException.invalid(NOT_VALID));
    users.passwordReplaced(user);
  }
}
