package io.lamina.accounts.rest;

import io.lamina.accounts.domain.Roles;
import io.lamina.accounts.domain.Roles.ProjectRole;
import io.lamina.api.error.LaminaException;
import java.util.Optional;
import java.util.function.Function;

/**
 * Somebody's place in a project.
 *
 * @param userId boxed, for an absent number must not become 0
 * @param role name of a project role
 * @param roleId number of a project role, another way to say it
 */
public record MemberRequest(Long userId, String role, Integer roleId) {

  Optional<Function<Roles, ProjectRole>> choice() {
    if (role != null && roleId != null) {
      throw LaminaException.badRequest("Use either role or role_id, not both");
    }
    if (role != null) {
      return Optional.of(roles -> roles.requireProjectRole(role));
    }
    return Optional.ofNullable(roleId).map(id -> roles -> roles.requireProjectRole(id));
  }
}
