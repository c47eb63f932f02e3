package io.lamina.accounts.domain;

import java.util.Optional;
import java.util.Set;

/** Users that a test gets in between of. */
class ForwardingUsers implements Users {
  private final Users users;

  ForwardingUsers(Users users) {
    this.users = users;
  }

  @Override
  public User add(NewUser user) {
    return users.add(user);
  }

  @Override
  public Optional<User> addFirst(NewUser user, long project, String projectRole) {
    return users.addFirst(user, project, projectRole);
  }

  @Override
  public Optional<User> byId(long id) {
    return users.byId(id);
  }

  @Override
  public Optional<User> byUsername(String username) {
    return users.byUsername(username);
  }

  @Override
  public Optional<User> byKeycloakId(String keycloakId) {
    return users.byKeycloakId(keycloakId);
  }

  @Override
  public Slice<User> list(Optional<AccountStatus> status, long offset, int limit) {
    return users.list(status, offset, limit);
  }

  @Override
  public User update(long id, UserEdit edit, Set<String> neverEmpty) {
    return users.update(id, edit, neverEmpty);
  }

  @Override
  public User setPassword(long id, String passwordHash) {
    return users.setPassword(id, passwordHash);
  }

  @Override
  public User changePassword(long id, String passwordHash) {
    return users.changePassword(id, passwordHash);
  }
}
