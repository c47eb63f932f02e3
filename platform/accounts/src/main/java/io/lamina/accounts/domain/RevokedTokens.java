package io.lamina.accounts.domain;

import java.time.Instant;

/** Tokens that were given back before they ran out (H-15). */
public interface RevokedTokens {
  /**
   * Revoking one twice is no error.
   *
   * @param expiresAt when the token runs out by itself and its row is of no more use
   */
  void add(String jti, long user, Instant expiresAt);

  boolean contains(String jti);

  /** Forgets those that ran out. */
  void purge(Instant now);
}
