package io.lamina.accounts.rest;

import io.lamina.accounts.domain.signup.InvitationService.Wish;
import io.lamina.api.error.LaminaException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * An invitation to make.
 *
 * @param email the only address it is good for; null for any
 * @param role one site role, another way to say roles
 * @param roles site roles of the account; null for the role of those who sign up
 * @param projectRole name of a project role; null for the one that goes with the roles
 * @param expiresIn seconds; null for as long as configuration allows
 */
public record InvitationRequest(
    String email,
    String role,
    Set<String> roles,
    Long projectId,
    String projectRole,
    Long expiresIn) {
  private static final long MOST_SECONDS = Duration.ofDays(400).toSeconds();

  Wish wish() {
    if (role != null && roles != null) {
      throw LaminaException.badRequest("Use either role or roles, not both");
    }
    Optional<Set<String>> given =
        role == null ? Optional.ofNullable(roles) : Optional.of(Set.of(role));
    if (given.isPresent() && new HashSet<>(given.get()).contains(null)) {
      throw LaminaException.invalid("Field 'roles' must hold names of roles");
    }
    return new Wish(
        Optional.ofNullable(email),
        given,
        Optional.ofNullable(projectId),
        Optional.ofNullable(projectRole).map(name -> all -> all.requireProjectRole(name)),
        Optional.ofNullable(expiresIn)
            .map(seconds -> Duration.ofSeconds(Math.max(0, Math.min(seconds, MOST_SECONDS)))));
  }
}
