package io.lamina.masks.domain;

import io.lamina.api.identity.ProjectScope;

/**
 * Whose annotations a list may show: those of the scope's projects, the caller's own, and shared
 * ones where he may read anything at all and is not confined to projects (D-03, D-15).
 *
 * @param confined whether the caller sees named projects alone
 */
public record Visibility(long userId, ProjectScope scope, boolean confined) {
  public boolean seesShared() {
    return !confined && (scope.everywhere() || !scope.projects().isEmpty());
  }
}
