package io.lamina.accounts.domain;

import io.lamina.api.identity.Caller;
import java.time.Instant;
import java.util.Optional;

/**
 * One-time tokens with which users set their passwords anew (H-21). A token ends with a newer one,
 * with any change of the password, with its user's deactivation, and with its issuer's or the loss
 * of his roles.
 */
public interface PasswordResets {
  /**
   * @throws io.lamina.api.error.LaminaException 404 for no such user, 409 for one who may not sign
   *     in
   */
  void issue(Caller by, long user, String tokenHash, Instant expiresAt);

  boolean isOpen(String tokenHash, Instant now);

  /**
   * Uses a token up for a new password, as {@link Users#setPassword}; one of many who try at once.
   *
   * @return whose it was; empty where it is not open any more
   */
  Optional<User> redeem(Caller by, String tokenHash, String passwordHash, Instant now);
}
