package io.lamina.accounts.domain;

import io.lamina.accounts.domain.apikey.ApiKey;
import io.lamina.accounts.domain.apikey.ApiKeys;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** API keys in memory. */
final class FakeApiKeys implements ApiKeys {
  private final Map<Long, ApiKey> keys = new TreeMap<>();
  private final FakeUsers users;
  private long last;

  /** Ids of the keys whose use was noted, in order. */
  final List<Long> noted = new ArrayList<>();

  FakeApiKeys(FakeUsers users) {
    this.users = users;
    users.apiKeys = this;
  }

  @Override
  public synchronized ApiKey add(Caller by, NewKey key, int most) {
    if (ofUser(key.userId(), 0, 1).total() >= most) {
      throw LaminaException.conflict("too many");
    }
    ApiKey added =
        new ApiKey(
            ++last,
            key.userId(),
            key.name(),
            key.only(),
            Instant.EPOCH,
            key.expiresAt(),
            Optional.empty(),
            key.secretHash());
    keys.put(added.id(), added);
    return added;
  }

  @Override
  public synchronized Optional<ApiKey> byId(long id) {
    return Optional.ofNullable(keys.get(id));
  }

  @Override
  public Optional<Held> held(long id) {
    return byId(id)
        .map(key -> new Held(key, users.byId(key.userId()).orElseThrow().secret().generation()));
  }

  synchronized void removeAll(long user) {
    keys.values().removeIf(key -> key.userId() == user);
  }

  @Override
  public synchronized Slice<ApiKey> ofUser(long user, long offset, int limit) {
    List<ApiKey> all = keys.values().stream().filter(key -> key.userId() == user).toList();
    return new Slice<>(all.stream().skip(offset).limit(limit).toList(), all.size());
  }

  @Override
  public synchronized void remove(Caller by, ApiKey key) {
    keys.remove(key.id());
  }

  @Override
  public synchronized void used(long id, Instant at, Duration pause) {
    noted.add(id);
  }
}
