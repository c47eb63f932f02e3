package io.lamina.accounts.rest;

import java.time.Instant;

/**
 * @param token to hand to the user; shown this once
 */
public record PasswordResetResponse(long userId, String token, Instant expiresAt) {
  @Override
  public String toString() {
    return "PasswordResetResponse[" + userId + "]";
  }
}
