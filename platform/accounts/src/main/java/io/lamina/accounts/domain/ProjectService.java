package io.lamina.accounts.domain;

import io.lamina.accounts.domain.Project.Details;
import io.lamina.api.audit.AuditTrail;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Permission;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Projects. One that the caller is no member of does not exist for him (D-03). */
@Component(service = ProjectService.class)
public final class ProjectService {
  private final Projects projects;
  private final MembershipRights rights;
  private final UserDirectory directory;
  private final Settings settings;
  private final Changes changes;
  private final AuditTrail audit;

  @Activate
  public ProjectService(
      @Reference Projects projects,
      @Reference MembershipRights rights,
      @Reference UserDirectory directory,
      @Reference Settings settings,
      @Reference Changes changes,
      @Reference AuditTrail audit) {
    this.projects = projects;
    this.rights = rights;
    this.directory = directory;
    this.settings = settings;
    this.changes = changes;
    this.audit = audit;
  }

  /** Makes a project that the caller manages. */
  public Project create(Caller caller, Details details, boolean active) {
    caller.require(Permission.PROJECT_MANAGE);
    requirePlausible(details);
    String role = managerRole();
    Project project =
        changes.told(
            caller,
            () -> projects.add(details, active, caller.userId(), role),
            added -> Told.of("created", added));
    rights.projectChanged(project.id());
    return project;
  }

  public Slice<Project> list(Caller caller, long offset, int limit) {
    caller.requireSignedIn();
    audit.read(caller, Told.read("project-list", ""));
    return projects.list(rights.visible(caller), offset, limit);
  }

  public Project get(Caller caller, long id) {
    requireVisible(caller, id);
    Project found = projects.byId(id).orElseThrow(() -> MembershipRights.notFound(id));
    audit.read(caller, Told.read("project", id).inProject(id));
    return found;
  }

  /** Changes a project as it is at that moment. */
  public Project update(Caller caller, long id, UnaryOperator<Project> change) {
    requireManages(caller, id);
    Project changed =
        changes.told(
            caller,
            () -> projects.update(id, before -> allowed(id, change.apply(before))),
            project -> Told.of("updated", project));
    rights.projectChanged(id);
    return changed;
  }

  private static Project allowed(long id, Project after) {
    requirePlausible(after.details());
    if (id == Project.FIRST && !after.active()) {
      throw LaminaException.conflict(
          "Project " + Project.FIRST + " is part of every installation and stays active");
    }
    return after;
  }

  /**
   * Takes a project out of use: its members see nothing of it any more, its data stays, and who
   * manages all projects can activate it again.
   */
  public void deactivate(Caller caller, long id) {
    update(
        caller,
        id,
        before ->
            new Project(
                before.id(),
                before.details(),
                false,
                before.createdBy(),
                before.createdAt(),
                before.updatedAt()));
  }

  /** The projects a user sees, for himself and for who manages users. */
  public Slice<Project> ofUser(Caller caller, long user, long offset, int limit) {
    caller.requireSignedIn();
    if (caller.userId() != user) {
      caller.require(Permission.USER_MANAGE);
    }
    Caller seen =
        directory
            .byId(user)
            .orElseThrow(() -> LaminaException.notFound("User " + user + " was not found"))
            .caller(caller.address());
    audit.read(caller, Told.read("project-list", user));
    Optional<Set<Long>> visible = rights.visible(seen);
    return projects.list(visible, offset, limit);
  }

  /** What the caller may in a project, for its members. */
  public Set<Permission> permissions(Caller caller, long project) {
    requireVisible(caller, project);
    return Stream.of(Permission.values())
        .filter(permission -> rights.may(caller, permission, project))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** 404 for who is no member. */
  void requireVisible(Caller caller, long project) {
    caller.requireSignedIn();
    if (!rights.isMember(caller, project)) {
      throw MembershipRights.notFound(project);
    }
  }

  /** 404 for who is no member, 403 for a member who does not manage the project. */
  public void requireManages(Caller caller, long project) {
    requireVisible(caller, project);
    if (!rights.may(caller, Permission.PROJECT_MANAGE, project)) {
      throw LaminaException.forbidden("Only managers of project " + project + " may do this");
    }
  }

  /** The role that makes a creator the manager of his project. */
  private String managerRole() {
    return settings.roles().projectRolesWith(Permission.PROJECT_MANAGE).stream()
        .max(
            Comparator.comparingInt(
                name -> settings.roles().requireProjectRole(name).permissions().size()))
        .orElseThrow(
            () ->
                LaminaException.conflict("Configuration gives project.manage to no project role"));
  }

  private static void requirePlausible(Details details) {
    if (details.startDate() != null
        && details.endDate() != null
        && details.endDate().isBefore(details.startDate())) {
      throw LaminaException.invalid("Field 'end_date' must not be before 'start_date'");
    }
  }
}
