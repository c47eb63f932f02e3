package io.lamina.masks.domain;

import io.lamina.api.identity.ProjectScope;

/**
 * Whose annotations a list may show: those of the scope's projects, the caller's own, and shared
 * ones where he may read anything at all (D-03).
 */
public record Visibility(long userId, ProjectScope scope) {
  public boolean seesShared() {
    return scope.everywhere() || !scope.projects().isEmpty();
  }
}
