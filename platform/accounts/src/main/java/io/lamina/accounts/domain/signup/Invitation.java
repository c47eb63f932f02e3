package io.lamina.accounts.domain.signup;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Lets one person make an account (C-084).
 *
 * @param id 1 and up
 * @param usedBy key of the user it made; present where usedAt is
 */
public record Invitation(
    long id,
    Terms terms,
    long createdBy,
    Instant createdAt,
    Instant expiresAt,
    Optional<Instant> usedAt,
    Optional<Long> usedBy,
    Optional<Instant> revokedAt) {

  /**
   * What it gives to whom.
   *
   * @param email the only address it is good for, in stored form; empty for any
   * @param roles site roles of the account
   */
  public record Terms(Optional<String> email, Set<String> roles, Optional<Place> place) {
    public Terms {
      roles = Set.copyOf(roles);
    }
  }

  /** A membership that goes with the account. */
  public record Place(long project, String role) {}

  /** Where it stands, as answers say it. */
  public enum State {
    OPEN,
    USED,
    REVOKED,
    EXPIRED
  }

  public State state(Instant now) {
    if (usedAt.isPresent()) {
      return State.USED;
    }
    if (revokedAt.isPresent()) {
      return State.REVOKED;
    }
    return now.isBefore(expiresAt) ? State.OPEN : State.EXPIRED;
  }
}
