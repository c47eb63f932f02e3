package io.lamina.accounts.domain;

import io.lamina.api.error.LaminaException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Users in memory. */
final class FakeUsers implements Users {
  private static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");

  private final Map<Long, User> users = new TreeMap<>();
  private final FakeMemberships memberships;
  FakeApiKeys apiKeys;

  /** How often somebody was looked up. */
  final AtomicInteger reads = new AtomicInteger();

  FakeUsers(FakeMemberships memberships) {
    this.memberships = memberships;
  }

  @Override
  public synchronized User add(NewUser user) {
    boolean taken =
        users.values().stream()
            .anyMatch(
                other ->
                    other.isCalled(user.username())
                        || other.hasEmail(user.email())
                        || (other.keycloakId().isPresent()
                            && other.keycloakId().equals(user.keycloakId())));
    if (taken) {
      throw LaminaException.conflict("taken");
    }
    User added =
        new User(
            users.size() + 1L,
            user.username(),
            user.email(),
            user.keycloakId(),
            user.roles(),
            AccountStatus.ACTIVE,
            THEN,
            THEN,
            new User.Secret(user.passwordHash(), 1));
    users.put(added.id(), added);
    return added;
  }

  @Override
  public synchronized Optional<User> addFirst(NewUser user, long project, String projectRole) {
    if (!users.isEmpty()) {
      return Optional.empty();
    }
    User first = add(user);
    memberships.add(project, first.id(), projectRole);
    return Optional.of(first);
  }

  @Override
  public synchronized Optional<User> byId(long id) {
    reads.incrementAndGet();
    return Optional.ofNullable(users.get(id));
  }

  @Override
  public synchronized Optional<User> byUsername(String username) {
    reads.incrementAndGet();
    return users.values().stream().filter(user -> user.isCalled(username)).findFirst();
  }

  @Override
  public synchronized Optional<User> byKeycloakId(String keycloakId) {
    return users.values().stream()
        .filter(user -> user.keycloakId().equals(Optional.of(keycloakId)))
        .findFirst();
  }

  @Override
  public synchronized Slice<User> list(Optional<AccountStatus> status, long offset, int limit) {
    List<User> all = new ArrayList<>(users.values());
    all.removeIf(user -> status.isPresent() && user.status() != status.get());
    return new Slice<>(all.stream().skip(offset).limit(limit).toList(), all.size());
  }

  @Override
  public synchronized User update(long id, UserEdit edit, Set<String> neverEmpty) {
    User before = existing(id);
    boolean active = edit.active().orElse(before.active());
    if (!active) {
      endKeys(id);
    }
    int generation = before.secret().generation() + (before.active() && !active ? 1 : 0);
    User after =
        new User(
            id,
            before.username(),
            edit.email().orElse(before.email()),
            edit.keycloakId().or(before::keycloakId),
            edit.roles().orElse(before.roles()),
            active ? AccountStatus.ACTIVE : AccountStatus.DISABLED,
            before.createdAt(),
            before.updatedAt(),
            new User.Secret(before.secret().passwordHash(), generation));
    users.put(id, after);
    return after;
  }

  private void endKeys(long id) {
    if (apiKeys != null) {
      apiKeys.removeAll(id);
    }
  }

  @Override
  public synchronized User setPassword(long id, String passwordHash) {
    endKeys(id);
    return changePassword(id, passwordHash);
  }

  @Override
  public synchronized User changePassword(long id, String passwordHash) {
    User before = existing(id);
    User after =
        new User(
            id,
            before.username(),
            before.email(),
            before.keycloakId(),
            before.roles(),
            before.status(),
            before.createdAt(),
            before.updatedAt(),
            new User.Secret(passwordHash, before.secret().generation() + 1));
    users.put(id, after);
    return after;
  }

  private User existing(long id) {
    return Optional.ofNullable(users.get(id))
        .orElseThrow(() -> LaminaException.notFound("no user " + id));
  }
}
