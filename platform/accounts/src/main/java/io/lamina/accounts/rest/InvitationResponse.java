package io.lamina.accounts.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.lamina.accounts.domain.signup.Invitation;
import io.lamina.accounts.domain.signup.Invitation.Place;
import java.time.Instant;
import java.util.List;

/**
 * An invitation as an answer shows it.
 *
 * @param code what the new user sends: in the answer that made it alone
 * @param state OPEN, USED, REVOKED or EXPIRED
 * @param email null where it is good for any address
 * @param usedBy key of the user it made; null until then
 */
public record InvitationResponse(
    long id,
    @JsonInclude(JsonInclude.Include.NON_NULL) String code,
    String state,
    String email,
    List<String> roles,
    Long projectId,
    String projectRole,
    long createdBy,
    Instant createdAt,
    Instant expiresAt,
    Instant usedAt,
    Long usedBy) {

  static InvitationResponse of(Invitation invitation, Invitation.State state, String code) {
    return new InvitationResponse(
        invitation.id(),
        code,
        state.name(),
        invitation.terms().email().orElse(null),
        invitation.terms().roles().stream().sorted().toList(),
        invitation.terms().place().map(Place::project).orElse(null),
        invitation.terms().place().map(Place::role).orElse(null),
        invitation.createdBy(),
        invitation.createdAt(),
        invitation.expiresAt(),
        invitation.usedAt().orElse(null),
        invitation.usedBy().orElse(null));
  }

  @Override
  public String toString() {
    return "InvitationResponse[" + id + "]";
  }
}
