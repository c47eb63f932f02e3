package io.lamina.api.identity;

import java.util.Set;

/**
 * The projects in which a caller has a right, for filtering a list in its query (H-10).
 *
 * @param everywhere true when the right holds on the whole site, also for data without a project
 * @param projects keys of the projects otherwise; empty when everywhere is true
 */
public record ProjectScope(boolean everywhere, Set<Long> projects) {
  public ProjectScope {
    projects = Set.copyOf(projects);
  }

  public static ProjectScope all() {
    return new ProjectScope(true, Set.of());
  }

  public static ProjectScope of(Set<Long> projects) {
    return new ProjectScope(false, projects);
  }

  /**
   * @param project key of a project, or null for data that belongs to none
   */
  public boolean includes(Long project) {
    return everywhere || (project != null && projects.contains(project));
  }
}
