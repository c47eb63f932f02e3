package io.lamina.accounts.rest;

import io.lamina.accounts.domain.User;
import java.time.Instant;
import java.util.List;

/**
 * A user as an answer shows him.
 *
 * @param accountStatus ACTIVE, PENDING_APPROVAL or DISABLED
 */
public record UserResponse(
    long id,
    String username,
    String email,
    String keycloakId,
    List<String> roles,
    boolean isActive,
    String accountStatus,
    Instant createdAt,
    Instant updatedAt) {

  static UserResponse of(User user) {
    return new UserResponse(
        user.id(),
        user.username(),
        user.email(),
        user.keycloakId().orElse(null),
        user.roles().stream().sorted().toList(),
        user.active(),
        user.status().name(),
        user.createdAt(),
        user.updatedAt());
  }
}
