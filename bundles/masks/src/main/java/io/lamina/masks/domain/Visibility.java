package io.lamina.masks.domain;

import io.lamina.api.identity.ProjectScope;

/**
 * Whose annotations a list may show: those of the scope's projects, the caller's own while he
 * belongs to their project, and shared ones where he may read anything at all and is not confined
 * to projects (D-03, D-15).
 *
 * @param scope projects he may read in
 * @param memberships projects he belongs to
 * @param confined whether the caller sees named projects alone
 */
public record Visibility(
    long userId, ProjectScope scope, ProjectScope memberships, boolean confined) {
  public boolean seesShared() {
    return !confined && (scope.everywhere() || !scope.projects().isEmpty());
  }
}
