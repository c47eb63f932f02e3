package io.lamina.accounts.domain;

import java.util.Optional;
import java.util.Set;

/** The users on record. */
public interface Users {
  /**
   * @param username in stored form
   * @param keycloakId in stored form; empty for none
   */
  record NewUser(
      String username,
      String email,
      Optional<String> keycloakId,
      Set<String> roles,
      String passwordHash) {
    @Override
    public String toString() {
      return "NewUser[" + username + "]";
    }
  }

  /** A change; what is empty stays as it is. */
  record UserEdit(
      Optional<String> email,
      Optional<String> keycloakId,
      Optional<Set<String>> roles,
      Optional<Boolean> active) {}

  /**
   * @throws io.lamina.api.error.LaminaException 409 "Already Exists" where the name, address or
   *     keycloak_id is taken
   */
  User add(NewUser user);

  /**
   * Adds the very first user and makes him a member of a project, if there is no user yet.
   *
   * @return empty where there is one already, or another node was faster
   */
  Optional<User> addFirst(NewUser user, long project, String projectRole);

  Optional<User> byId(long id);

  /**
   * @param username in any case
   */
  Optional<User> byUsername(String username);

  Optional<User> byKeycloakId(String keycloakId);

  /**
   * By id.
   *
   * @param status only those; empty for all
   */
  Slice<User> list(Optional<AccountStatus> status, long offset, int limit);

  /**
   * Deactivating ends his API keys; that and other roles end the invitations and password resets
   * that he made.
   *
   * @param neverEmpty roles of which at least one active user must have one afterwards
   * @throws io.lamina.api.error.LaminaException 404 for no such user, 409 for a value that is
   *     taken, or where nobody would be left with one of the roles
   */
  User update(long id, UserEdit edit, Set<String> neverEmpty);

  /**
   * Replaces a password that somebody else may have known. With it ends all that the account left
   * behind: its generation of tokens and sessions, its API keys, the resets issued for it and by
   * it, and the invitations it made that nobody used.
   *
   * @throws io.lamina.api.error.LaminaException 404 for no such user
   */
  User setPassword(long id, String passwordHash);

  /**
   * As {@link #setPassword}, by the user himself, who showed that he knows the one before: his API
   * keys and invitations stay.
   */
  User changePassword(long id, String passwordHash);
}
