package io.lamina.accounts.rest;

import io.lamina.accounts.domain.Membership;
import io.lamina.accounts.domain.Roles;
import java.time.Instant;
import java.util.Optional;

/** Whether somebody is a member of a project; the rest is null where he is not. */
public record MembershipResponse(
    boolean isMember, String role, Integer roleId, String roleName, Instant joinedAt) {

  static MembershipResponse of(Optional<Membership> membership, Roles roles) {
    return membership
        .map(found -> MemberResponse.of(null, found, roles))
        .map(
            member ->
                new MembershipResponse(
                    true, member.role(), member.roleId(), member.roleName(), member.joinedAt()))
        .orElse(new MembershipResponse(false, null, null, null, null));
  }
}
