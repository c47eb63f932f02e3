package io.lamina.accounts.domain;

import java.time.Instant;

/**
 * Somebody's place in a project.
 *
 * @param role name of a project role
 */
public record Membership(
    long projectId, long userId, String username, String role, Instant joinedAt) {}
