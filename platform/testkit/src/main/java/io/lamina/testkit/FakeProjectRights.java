package io.lamina.testkit;

import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Permission;
import io.lamina.api.identity.ProjectRights;
import io.lamina.api.identity.ProjectScope;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Projects and memberships in memory, with the rules of D-14 and D-15.
 *
 * <pre>{@code
 * FakeProjectRights rights = FakeProjectRights.standard();
 * rights.member(7, caller, FakeProjectRights.READ); // also makes project 7
 * }</pre>
 */
public final class FakeProjectRights implements ProjectRights {
  /** What a reader may (D-15). */
  public static final Set<Permission> READ =
      Set.of(
          Permission.STUDY_READ,
          Permission.ANNOTATION_READ,
          Permission.MASK_READ,
          Permission.PATIENT_IMAGE_READ,
          Permission.SCAN_READ,
          Permission.JOB_READ);

  /** What an editor may (D-15): read, create, change his own, upload. */
  public static final Set<Permission> EDIT =
      union(
          READ,
          Permission.STUDY_UPLOAD,
          Permission.ANNOTATION_WRITE,
          Permission.MASK_WRITE,
          Permission.MASK_DELETE,
          Permission.SCAN_UPLOAD,
          Permission.CAPTION_WRITE,
          Permission.ANALYSIS_RUN,
          Permission.ANONYMIZE_RUN,
          Permission.EXPORT_RUN);

  /** What a manager may (D-15): everything that is the project's. */
  public static final Set<Permission> MANAGE =
      union(
          EDIT,
          Permission.STUDY_DELETE,
          Permission.STUDY_ASSIGN,
          Permission.SCAN_DELETE,
          Permission.PATIENT_IMAGE_WRITE,
          Permission.JOB_MANAGE,
          Permission.PROJECT_MANAGE);

  private static final Set<Permission> UPLOADS =
      Set.of(Permission.STUDY_UPLOAD, Permission.SCAN_UPLOAD, Permission.BULK_UPLOAD);

  private final Map<Long, Map<Long, Set<Permission>>> members = new ConcurrentHashMap<>();
  private final Set<Long> confined = ConcurrentHashMap.newKeySet();

  /** Project 1 with a reader, two editors and a manager, project 2 with the foreign caller. */
  public static FakeProjectRights standard() {
    return new FakeProjectRights()
        .member(1, Callers.READER, READ)
        .member(1, Callers.EDITOR, EDIT)
        .member(1, Callers.OTHER_EDITOR, EDIT)
        .member(1, Callers.MANAGER, MANAGE)
        .member(2, Callers.FOREIGN, EDIT);
  }

  /** Makes a project, with nobody in it. */
  public FakeProjectRights project(long project) {
    members.computeIfAbsent(project, absent -> new ConcurrentHashMap<>());
    return this;
  }

  /** Makes somebody a member, or changes what the member may; makes the project where needed. */
  public FakeProjectRights member(long project, Caller caller, Set<Permission> permissions) {
    project(project);
    members.get(project).put(caller.userId(), Set.copyOf(permissions));
    return this;
  }

  /** Ends a membership, as a manager may while requests are on their way. */
  public FakeProjectRights leave(long project, Caller caller) {
    members.getOrDefault(project, Map.of()).remove(caller.userId());
    return this;
  }

  /** Confines somebody to the projects he is a member of, as the role demo does. */
  public FakeProjectRights confine(Caller caller) {
    confined.add(caller.userId());
    return this;
  }

  @Override
  public ProjectScope scope(Caller caller, Permission permission) {
    if (everywhere(caller, permission)) {
      return ProjectScope.all();
    }
    return ProjectScope.of(
        projectsOf(caller).entrySet().stream()
            .filter(membership -> membership.getValue().contains(permission))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet()));
  }

  @Override
  public boolean may(Caller caller, Permission permission, long project) {
    return members.containsKey(project) && scope(caller, permission).includes(project);
  }

  @Override
  public boolean isMember(Caller caller, long project) {
    return members.containsKey(project)
        && (seesAll(caller) || projectsOf(caller).containsKey(project));
  }

  @Override
  public ProjectScope memberships(Caller caller) {
    return seesAll(caller) ? ProjectScope.all() : ProjectScope.of(projectsOf(caller).keySet());
  }

  @Override
  public boolean isConfined(Caller caller) {
    return confined.contains(caller.userId());
  }

  @Override
  public Optional<Long> projectForUpload(
      Caller caller, Permission permission, Optional<Long> requested) {
    caller.requireSignedIn();
    if (requested.isPresent()) {
      long project = requested.get();
      if (may(caller, permission, project)) {
        return requested;
      }
      if (isMember(caller, project)) {
        throw missing(permission);
      }
      throw LaminaException.notFound("Project " + project + " was not found");
    }
    Set<Long> own = new HashSet<>();
    projectsOf(caller)
        .forEach(
            (project, permissions) -> {
              if (permissions.contains(permission)) {
                own.add(project);
              }
            });
    if (own.isEmpty() && !caller.may(permission)) {
      throw missing(permission);
    }
    return own.size() == 1 ? Optional.of(own.iterator().next()) : Optional.empty();
  }

  private static boolean seesAll(Caller caller) {
    return caller.may(Permission.PROJECT_MANAGE);
  }

  /**
   * The site-wide right to upload lets somebody upload at all, into a project only as its member.
   */
  private static boolean everywhere(Caller caller, Permission permission) {
    return caller.may(permission) && (seesAll(caller) || !UPLOADS.contains(permission));
  }

  private static LaminaException missing(Permission permission) {
    return LaminaException.forbidden("You need the permission " + permission.key());
  }

  private Map<Long, Set<Permission>> projectsOf(Caller caller) {
    Map<Long, Set<Permission>> found = new TreeMap<>();
    if (!caller.isAnonymous()) {
      members.forEach(
          (project, users) -> {
            Set<Permission> permissions = users.get(caller.userId());
            if (permissions != null) {
              found.put(
                  project, permissions.stream().filter(caller::lets).collect(Collectors.toSet()));
            }
          });
    }
    return found;
  }

  private static Set<Permission> union(Set<Permission> some, Permission... more) {
    Set<Permission> all = EnumSet.copyOf(some);
    all.addAll(Set.of(more));
    return Set.copyOf(all);
  }
}
