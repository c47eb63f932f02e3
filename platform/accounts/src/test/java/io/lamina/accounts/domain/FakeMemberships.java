package io.lamina.accounts.domain;

import io.lamina.api.error.LaminaException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Memberships in memory. */
final class FakeMemberships implements Memberships {
  private static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");

  private final Map<Long, Map<Long, String>> byProject = new TreeMap<>();
  FakeProjects projects;

  /** How often somebody's roles were read. */
  final AtomicInteger reads = new AtomicInteger();

  @Override
  public Map<Long, String> rolesOf(long user) {
    reads.incrementAndGet();
    return byProject.entrySet().stream()
        .filter(entry -> entry.getValue().containsKey(user))
        .filter(entry -> projects.byId(entry.getKey()).orElseThrow().active())
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().get(user)));
  }

  @Override
  public Optional<Membership> find(long project, long user) {
    return Optional.ofNullable(members(project).get(user))
        .map(role -> new Membership(project, user, "user" + user, role, THEN));
  }

  @Override
  public Slice<Membership> membersOf(long project, long offset, int limit) {
    List<Membership> all =
        members(project).keySet().stream().map(user -> find(project, user).orElseThrow()).toList();
    return new Slice<>(all.stream().skip(offset).limit(limit).toList(), all.size());
  }

  @Override
  public Membership add(long project, long user, String role) {
    if (members(project).putIfAbsent(user, role) != null) {
      throw LaminaException.conflict("a member already");
    }
    return find(project, user).orElseThrow();
  }

  @Override
  public Membership changeRole(long project, long user, String role, Set<String> oneMustKeep) {
    requireMemberAndOther(project, user, oneMustKeep);
    members(project).put(user, role);
    return find(project, user).orElseThrow();
  }

  @Override
  public void remove(long project, long user, Set<String> oneMustKeep) {
    requireMemberAndOther(project, user, oneMustKeep);
    members(project).remove(user);
  }

  private void requireMemberAndOther(long project, long user, Set<String> oneMustKeep) {
    String role = members(project).get(user);
    if (role == null) {
      throw LaminaException.notFound("no member");
    }
    boolean another =
        members(project).entrySet().stream()
            .anyMatch(entry -> entry.getKey() != user && oneMustKeep.contains(entry.getValue()));
    if (oneMustKeep.contains(role) && !another) {
      throw LaminaException.conflict("the last");
    }
  }

  private Map<Long, String> members(long project) {
    return byProject.computeIfAbsent(project, key -> new TreeMap<>());
  }
}
