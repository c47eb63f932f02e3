package io.lamina.accounts.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.lamina.accounts.domain.Membership;
import io.lamina.accounts.domain.Roles;
import io.lamina.accounts.domain.Roles.ProjectRole;
import java.time.Instant;

/**
 * Somebody's place in a project.
 *
 * @param message what was done; absent in lists
 * @param roleId null for a role that configuration no longer has
 */
public record MemberResponse(
    @JsonInclude(JsonInclude.Include.NON_NULL) String message,
    long id,
    long userId,
    String username,
    long projectId,
    String role,
    Integer roleId,
    String roleName,
    Instant joinedAt) {

  static MemberResponse of(String message, Membership membership, Roles roles) {
    return new MemberResponse(
        message,
        membership.userId(),
        membership.userId(),
        membership.username(),
        membership.projectId(),
        membership.role(),
        roles.projectRole(membership.role()).map(ProjectRole::id).orElse(null),
        membership.role(),
        membership.joinedAt());
  }
}
