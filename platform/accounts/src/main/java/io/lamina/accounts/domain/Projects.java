package io.lamina.accounts.domain;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The projects on record. */
public interface Projects {
  /** Adds a project with its first member. */
  Project add(Project.Details details, boolean active, long creator, String creatorRole);

  Optional<Project> byId(long id);

  /**
   * By id.
   *
   * @param only keys of the projects to list; empty for all
   */
  Slice<Project> list(Optional<Set<Long>> only, long offset, int limit);

  /**
   * Changes a project as it is at that moment.
   *
   * @throws io.lamina.api.error.LaminaException 404 for no such project
   */
  Project update(long id, UnaryOperator<Project> change);

  /** Keys of the active projects that have one of the names, written exactly so. */
  Set<Long> named(Collection<String> names);
}
