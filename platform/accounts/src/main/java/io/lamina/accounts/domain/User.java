package io.lamina.accounts.domain;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody who may sign in.
 *
 * @param id 1 and up
 * @param keycloakId UUID in lower case, for users of an identity provider
 * @param roles names of his site roles
 * @param status whether he may sign in
 */
public record User(
    long id,
    String username,
    String email,
    Optional<String> keycloakId,
    Set<String> roles,
    AccountStatus status,
    Instant createdAt,
    Instant updatedAt,
    Secret secret) {

  public User {
    roles = Set.copyOf(roles);
  }

  /**
   * What his sign-in is checked against.
   *
   * @param passwordHash encoded Argon2id hash
   * @param generation counts up with every change of the password and every deactivation; tokens of
   *     an earlier generation are refused (H-15)
   */
  public record Secret(String passwordHash, int generation) {
    @Override
    public String toString() {
      return "Secret[...]";
    }
  }

  public boolean active() {
    return status == AccountStatus.ACTIVE;
  }

  /** Whether a name is his, written in whatever case. */
  public boolean isCalled(String name) {
    return Names.key(username).equals(Names.key(name));
  }

  /** Whether an e-mail address is his, written in whatever case. */
  public boolean hasEmail(String address) {
    return Names.key(email).equals(Names.key(address));
  }
}
