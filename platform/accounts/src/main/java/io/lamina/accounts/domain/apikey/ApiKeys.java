package io.lamina.accounts.domain.apikey;

import io.lamina.accounts.domain.Slice;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Permission;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** The API keys on record. A user's deactivation takes his with it, and a reset of his password. */
public interface ApiKeys {
  /**
   * A key as it was on record at one moment.
   *
   * @param generation of its user's password at that moment
   */
  record Held(ApiKey key, int generation) {}

  /**
   * @param only empty: all but {@code user.manage}
   */
  record NewKey(
      long userId,
      String name,
      Optional<Set<Permission>> only,
      Instant expiresAt,
      String secretHash) {
    @Override
    public String toString() {
      return "NewKey[" + name + "]";
    }
  }

  /**
   * @param most keys that the user may have afterwards, expired ones apart
   * @throws io.lamina.api.error.LaminaException 409 where he has as many already
   */
  ApiKey add(Caller by, NewKey key, int most);

  Optional<ApiKey> byId(long id);

  /** As {@link #byId}, with what tells later whether it may have ended since. */
  Optional<Held> held(long id);

  /** By id. */
  Slice<ApiKey> ofUser(long user, long offset, int limit);

  void remove(Caller by, ApiKey key);

  /** Notes a use, unless one was noted within the pause before. */
  void used(long id, Instant at, Duration pause);
}
