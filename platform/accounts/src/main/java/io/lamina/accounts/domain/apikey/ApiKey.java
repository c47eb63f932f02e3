package io.lamina.accounts.domain.apikey;

import io.lamina.api.identity.Permission;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A program's key to what its user may do.
 *
 * @param id 1 and up
 * @param only the rights it lets through; empty: all but {@code user.manage}
 * @param lastUsedAt to the minute; empty for never
 * @param secretHash {@link io.lamina.accounts.domain.RandomSecret#hash}
 */
public record ApiKey(
    long id,
    long userId,
    String name,
    Optional<Set<Permission>> only,
    Instant createdAt,
    Instant expiresAt,
    Optional<Instant> lastUsedAt,
    String secretHash) {

  public ApiKey {
    only = only.map(Set::copyOf);
  }

  /** The rights it lets through, if its user has them. */
  public Set<Permission> lets() {
    return only.orElseGet(
        () -> Set.copyOf(EnumSet.complementOf(EnumSet.of(Permission.USER_MANAGE))));
  }

  @Override
  public String toString() {
    return "ApiKey[" + id + "]";
  }
}
