package io.lamina.accounts.rest;

import io.lamina.accounts.domain.User;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Permission;
import java.util.List;

/**
 * Who the credentials of a request belong to.
 *
 * @param permissions rights outside projects
 */
public record CallerResponse(
    boolean valid,
    long id,
    long userId,
    String keycloakId,
    String username,
    String email,
    List<String> roles,
    List<String> permissions) {

  static CallerResponse of(User user, Caller caller) {
    return new CallerResponse(
        true,
        user.id(),
        user.id(),
        user.keycloakId().orElse(null),
        user.username(),
        user.email(),
        user.roles().stream().sorted().toList(),
        caller.permissions().stream().map(Permission::key).sorted().toList());
  }
}
