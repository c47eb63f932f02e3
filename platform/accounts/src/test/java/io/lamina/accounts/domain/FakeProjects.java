package io.lamina.accounts.domain;

import io.lamina.api.error.LaminaException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Projects in memory, the first one among them. */
final class FakeProjects implements Projects {
  private static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");

  final Map<Long, Project> projects = new TreeMap<>();
  private final FakeMemberships memberships;

  FakeProjects(FakeMemberships memberships) {
    this.memberships = memberships;
    memberships.projects = this;
    projects.put(1L, new Project(1, details("default"), true, null, THEN, THEN));
  }

  static Project.Details details(String name) {
    return new Project.Details(name, null, null, null, null, false, "active");
  }

  @Override
  public Project add(Project.Details details, boolean active, long creator, String creatorRole) {
    Project added = new Project(projects.size() + 1L, details, active, creator, THEN, THEN);
    projects.put(added.id(), added);
    memberships.add(added.id(), creator, creatorRole);
    return added;
  }

  @Override
  public Optional<Project> byId(long id) {
    return Optional.ofNullable(projects.get(id));
  }

  @Override
  public Slice<Project> list(Optional<Set<Long>> only, long offset, int limit) {
    List<Project> all =
        projects.values().stream()
            .filter(project -> only.map(ids -> ids.contains(project.id())).orElse(true))
            .toList();
    return new Slice<>(all.stream().skip(offset).limit(limit).toList(), all.size());
  }

  @Override
  public Project update(long id, UnaryOperator<Project> change) {
    Project before = byId(id).orElseThrow(() -> LaminaException.notFound("no project " + id));
    Project after = change.apply(before);
    projects.put(id, after);
    return after;
  }

  @Override
  public Set<Long> named(Collection<String> names) {
    return projects.values().stream()
        .filter(project -> project.active() && names.contains(project.details().name()))
        .map(Project::id)
        .collect(Collectors.toSet());
  }
}
