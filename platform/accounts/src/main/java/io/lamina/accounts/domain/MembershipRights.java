package io.lamina.accounts.domain;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.lamina.accounts.domain.UserDirectory.Known;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Permission;
import io.lamina.api.identity.ProjectRights;
import io.lamina.api.identity.ProjectScope;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Rights in projects, from memory (D-14, D-15). A site-wide right holds in every project, but for
 * the rights to upload: those let somebody upload at all, and into a project only as its member.
 * Otherwise each annotator could add to, and so collide with, studies of projects he cannot see.
 */
@Component(service = {ProjectRights.class, MembershipRights.class})
public final class MembershipRights implements ProjectRights {
  private static final Set<Permission> UPLOADS =
      EnumSet.of(Permission.STUDY_UPLOAD, Permission.SCAN_UPLOAD, Permission.BULK_UPLOAD);

  private final Memberships memberships;
  private final Projects projects;
  private final UserDirectory directory;
  private final Settings settings;
  private final Cache<Who, Grants> byUser;
  private final Cache<Long, Boolean> existing;

  /**
   * Somebody with the roles he has in a request: an identity provider may add some to those on
   * record.
   */
  private record Who(long user, Set<String> roles) {}

  /**
   * What somebody may do in which project.
   *
   * @param of the state of the user from which it was computed
   * @param confined whether his site roles say which projects he sees
   */
  private record Grants(Known of, boolean confined, Map<Long, Set<Permission>> byProject) {
    Set<Permission> in(long project) {
      return byProject.getOrDefault(project, Set.of());
    }

    Set<Long> with(Permission permission) {
      return byProject.entrySet().stream()
          .filter(entry -> entry.getValue().contains(permission))
          .map(Map.Entry::getKey)
          .collect(Collectors.toUnmodifiableSet());
    }
  }

  @Activate
  public MembershipRights(
      @Reference Memberships memberships,
      @Reference Projects projects,
      @Reference UserDirectory directory,
      @Reference Settings settings) {
    this.memberships = memberships;
    this.projects = projects;
    this.directory = directory;
    this.settings = settings;
    this.byUser =
        Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfter(Expiry.writing((Who who, Grants grants) -> settings.stateCache()))
            .build();
    this.existing =
        Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfter(Expiry.writing((Long project, Boolean is) -> settings.stateCache()))
            .build();
  }

  @Override
  public ProjectScope scope(Caller caller, Permission permission) {
    return everywhere(caller, permission)
        ? ProjectScope.all()
        : ProjectScope.of(granted(caller, permission));
  }

  @Override
  public boolean may(Caller caller, Permission permission, long project) {
    return everywhere(caller, permission)
        ? exists(project)
        : caller.lets(permission) && grants(caller).in(project).contains(permission);
  }

  @Override
  public boolean isMember(Caller caller, long project) {
    return seesAll(caller) ? exists(project) : grants(caller).byProject().containsKey(project);
  }

  @Override
  public ProjectScope memberships(Caller caller) {
    return visible(caller).map(ProjectScope::of).orElseGet(ProjectScope::all);
  }

  @Override
  public boolean isConfined(Caller caller) {
    return grants(caller).confined();
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
        throw LaminaException.forbidden(
            "You need the permission " + permission.key() + " in project " + project);
      }
      throw notFound(project);
    }
    Set<Long> own = granted(caller, permission);
    if (own.isEmpty() && !caller.may(permission)) {
      throw LaminaException.forbidden("You need the permission " + permission.key());
    }
    return own.size() == 1 ? Optional.of(own.iterator().next()) : Optional.empty();
  }

  /** Keys of the projects the caller sees; empty when he sees all. */
  Optional<Set<Long>> visible(Caller caller) {
    return seesAll(caller) ? Optional.empty() : Optional.of(grants(caller).byProject().keySet());
  }

  /**
   * Refuses a role in a project with a right that the caller lacks there.
   *
   * @throws LaminaException 403
   */
  public void requireMayGive(Caller caller, Roles.ProjectRole role, long project) {
    Set<String> lacking = new TreeSet<>();
    role.permissions().stream()
        .filter(right -> !may(caller, right, project))
        .forEach(right -> lacking.add(right.key()));
    if (!lacking.isEmpty()) {
      throw LaminaException.forbidden(
          "You cannot give rights that you lack in the project: " + String.join(", ", lacking));
    }
  }

  /**
   * Refuses where another user has a right that the caller lacks, on the whole site or in a
   * project: who may sign in as him, or make him what he is not, must not gain by it.
   *
   * @throws LaminaException 403
   */
  public void requireWithin(Caller caller, User other) {
    Roles roles = settings.roles();
    Known known = new Known(other, roles.permissions(other.roles()), roles);
    Grants theirs = load(known, other.roles());
    Set<String> lacking = new TreeSet<>();
    known.permissions().stream()
        .filter(right -> !caller.may(right))
        .forEach(right -> lacking.add(right.key()));
    theirs
        .byProject()
        .forEach(
            (project, rights) ->
                rights.stream()
                    .filter(right -> !may(caller, right, project))
                    .forEach(right -> lacking.add(right.key())));
    if (!lacking.isEmpty()) {
      throw LaminaException.forbidden(
          "You cannot change a user who has rights that you lack, be it in a project: "
              + String.join(", ", lacking));
    }
    if (isConfined(caller) && !theirs.confined()) {
      throw LaminaException.forbidden(
          "You cannot change a user who is not limited to the projects that you are limited to");
    }
  }

  /** To be called after every committed change of somebody's membership. */
  public void membershipChanged(long user) {
    byUser.asMap().keySet().removeIf(who -> who.user() == user);
  }

  /** To be called after every committed change of a project. */
  void projectChanged(long project) {
    existing.invalidate(project);
    byUser.invalidateAll();
  }

  static LaminaException notFound(long project) {
    return LaminaException.notFound("Project " + project + " was not found");
  }

  private static boolean seesAll(Caller caller) {
    return caller.may(Permission.PROJECT_MANAGE);
  }

  private static boolean everywhere(Caller caller, Permission permission) {
    return caller.may(permission) && (seesAll(caller) || !UPLOADS.contains(permission));
  }

  private boolean exists(long project) {
    return existing.get(project, key -> projects.byId(key).isPresent());
  }

  private Set<Long> granted(Caller caller, Permission permission) {
    return caller.lets(permission) ? grants(caller).with(permission) : Set.of();
  }

  private Grants grants(Caller caller) {
    Optional<Known> known =
        caller.isAnonymous() ? Optional.empty() : directory.byId(caller.userId());
    if (known.isEmpty()) {
      return new Grants(null, false, Map.of());
    }
    Set<String> roles = new HashSet<>(known.get().user().roles());
    roles.addAll(caller.roles());
    Who who = new Who(caller.userId(), Set.copyOf(roles));
    Grants cached = byUser.get(who, key -> load(known.get(), key.roles()));
    if (cached.of().user() != known.get().user() || cached.of().roles() != known.get().roles()) {
      // His site roles or their definitions changed since.
      byUser.invalidate(who);
      cached = byUser.get(who, key -> load(known.get(), key.roles()));
    }
    return cached;
  }

  private Grants load(Known known, Set<String> siteRoles) {
    Roles roles = known.roles();
    Map<Long, Set<Permission>> rights = new HashMap<>();
    Optional<Set<String>> only = roles.onlyProjects(siteRoles);
    if (only.isPresent()) {
      Set<Permission> given = roles.memberRole(siteRoles).permissions();
      projects.named(only.get()).forEach(project -> rights.put(project, given));
    } else {
      memberships
          .rolesOf(known.user().id())
          .forEach(
              (project, role) ->
                  rights.put(
                      project,
                      roles
                          .projectRole(role)
                          .map(Roles.ProjectRole::permissions)
                          .orElse(Set.of())));
    }
    return new Grants(known, only.isPresent(), Map.copyOf(rights));
  }
}
