package io.lamina.accounts.domain;

import io.lamina.accounts.domain.Roles.ProjectRole;
import io.lamina.api.audit.AuditTrail;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Permission;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Who belongs to a project, decided by those who manage it. */
@Component(service = MemberService.class)
public final class MemberService {
  private final Memberships memberships;
  private final Users users;
  private final ProjectService projects;
  private final MembershipRights rights;
  private final Settings settings;
  private final Changes changes;
  private final AuditTrail audit;

  @Activate
  public MemberService(
      @Reference Memberships memberships,
      @Reference Users users,
      @Reference ProjectService projects,
      @Reference MembershipRights rights,
      @Reference Settings settings,
      @Reference Changes changes,
      @Reference AuditTrail audit) {
    this.memberships = memberships;
    this.users = users;
    this.projects = projects;
    this.rights = rights;
    this.settings = settings;
    this.changes = changes;
    this.audit = audit;
  }

  /**
   * @param role which project role he gets; empty: the one his site roles stand for
   * @throws LaminaException 403 for a role with a right that the caller lacks there
   */
  public Membership add(
      Caller caller, long project, long user, Optional<Function<Roles, ProjectRole>> role) {
    projects.requireManages(caller, project);
    User added =
        users
            .byId(user)
            .filter(User::active)
            .orElseThrow(() -> LaminaException.notFound("User " + user + " was not found"));
    Roles roles = settings.roles();
    ProjectRole given =
        role.map(choice -> choice.apply(roles)).orElseGet(() -> roles.memberRole(added.roles()));
    rights.requireMayGive(caller, given, project);
    Membership membership =
        changes.told(
            caller,
            () -> memberships.add(project, user, given.name()),
            made -> Told.member("added", project, user).with("role", given.name()));
    rights.membershipChanged(user);
    return membership;
  }

  public Membership changeRole(
      Caller caller, long project, long user, Function<Roles, ProjectRole> role) {
    projects.requireManages(caller, project);
    ProjectRole given = role.apply(settings.roles());
    rights.requireMayGive(caller, given, project);
    Membership membership =
        changes.told(
            caller,
            () -> memberships.changeRole(project, user, given.name(), rolesToKeep(caller)),
            changed -> Told.member("role", project, user).with("role", given.name()));
    rights.membershipChanged(user);
    return membership;
  }

  public void remove(Caller caller, long project, long user) {
    projects.requireManages(caller, project);
    changes.told(
        caller,
        () -> {
          memberships.remove(project, user, rolesToKeep(caller));
          return user;
        },
        removed -> Told.member("removed", project, user));
    rights.membershipChanged(user);
  }

  /** Members of a project, for every member. */
  public Slice<Membership> list(Caller caller, long project, long offset, int limit) {
    projects.requireVisible(caller, project);
    audit.read(caller, Told.read("member-list", project).inProject(project));
    return memberships.membersOf(project, offset, limit);
  }

  /** Somebody's place in a project, for every member; empty where he has none. */
  public Optional<Membership> find(Caller caller, long project, long user) {
    projects.requireVisible(caller, project);
    audit.read(caller, Told.read("member", user).inProject(project));
    return memberships.find(project, user);
  }

  /** A project is never left without a manager but by who manages all of them. */
  private Set<String> rolesToKeep(Caller caller) {
    return caller.may(Permission.PROJECT_MANAGE)
        ? Set.of()
        : settings.roles().projectRolesWith(Permission.PROJECT_MANAGE);
  }
}
