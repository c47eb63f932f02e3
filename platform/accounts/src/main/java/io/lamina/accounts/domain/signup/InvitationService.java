package io.lamina.accounts.domain.signup;

import io.lamina.accounts.domain.MembershipRights;
import io.lamina.accounts.domain.Names;
import io.lamina.accounts.domain.ProjectService;
import io.lamina.accounts.domain.RandomSecret;
import io.lamina.accounts.domain.Roles;
import io.lamina.accounts.domain.Roles.ProjectRole;
import io.lamina.accounts.domain.Settings;
import io.lamina.accounts.domain.Settings.SignUp;
import io.lamina.accounts.domain.Slice;
import io.lamina.accounts.domain.UserService;
import io.lamina.accounts.domain.signup.Invitation.Place;
import io.lamina.accounts.domain.signup.Invitation.Terms;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Permission;
import io.lamina.api.identity.ProjectScope;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Invitations (C-084): by who manages users, with whatever roles he could give himself; and by who
 * manages a project, into it, as a plain user. Nobody gives a right he lacks.
 */
@Component(service = InvitationService.class)
public final class InvitationService {
  private static final Duration SHORTEST_LIFE = Duration.ofMinutes(5);
  private static final int MOST_OPEN = 500;

  private final Invitations invitations;
  private final UserService users;
  private final ProjectService projects;
  private final MembershipRights rights;
  private final Settings settings;
  private final Clock clock;

  /**
   * What an invitation is to give.
   *
   * @param roles empty: the role of those who sign up
   * @param projectRole empty: the one the roles stand for
   * @param life empty: as long as configuration allows
   */
  public record Wish(
      Optional<String> email,
      Optional<Set<String>> roles,
      Optional<Long> project,
      Optional<Function<Roles, ProjectRole>> projectRole,
      Optional<Duration> life) {}

  /**
   * @param code shown this once
   */
  public record MadeInvitation(Invitation invitation, String code) {
    @Override
    public String toString() {
      return "MadeInvitation[" + invitation.id() + "]";
    }
  }

  @Activate
  public InvitationService(
      @Reference Invitations invitations,
      @Reference UserService users,
      @Reference ProjectService projects,
      @Reference MembershipRights rights,
      @Reference Settings settings) {
    this(invitations, users, projects, rights, settings, Clock.systemUTC());
  }

  public InvitationService(
      Invitations invitations,
      UserService users,
      ProjectService projects,
      MembershipRights rights,
      Settings settings,
      Clock clock) {
    this.invitations = invitations;
    this.users = users;
    this.projects = projects;
    this.rights = rights;
    this.settings = settings;
    this.clock = clock;
  }

  /** Invites somebody. */
  public MadeInvitation create(Caller caller, Wish wish) {
    requireMayInvite(caller, wish.project().isPresent());
    SignUp signUp = settings.signUp();
    Set<String> roles = wish.roles().orElse(Set.of(signUp.role()));
    if (caller.may(Permission.USER_MANAGE)) {
      users.requireMayGive(caller, roles);
    } else if (!Set.of(signUp.role()).containsAll(roles)) {
      throw LaminaException.forbidden(
          "Managers of a project invite with the role '" + signUp.role() + "' alone");
    }
    Optional<Place> place = wish.project().map(project -> place(caller, project, roles, wish));
    if (wish.projectRole().isPresent() && place.isEmpty()) {
      throw LaminaException.invalid("Field 'project_role' needs a 'project_id'");
    }
    if (signUp.mode() == SignUp.Mode.OFF) {
      throw LaminaException.conflict(
          "Sign-up is switched off (registration in etc/io.lamina.accounts.cfg)");
    }
    Duration life = wish.life().orElse(signUp.invitationLife());
    if (life.compareTo(SHORTEST_LIFE) < 0 || life.compareTo(signUp.invitationLife()) > 0) {
      throw LaminaException.invalid(
          "Field 'expires_in' must be from "
              + SHORTEST_LIFE.toSeconds()
              + " to "
              + signUp.invitationLife().toSeconds()
              + " seconds");
    }
    RandomSecret code = RandomSecret.next();
    Invitation made =
        invitations.add(
            caller,
            new Terms(wish.email().map(Names::email), roles, place),
            code.hash(),
            clock.instant().truncatedTo(ChronoUnit.MICROS).plus(life),
            MOST_OPEN);
    return new MadeInvitation(made, code.text());
  }

  private Place place(Caller caller, long project, Set<String> roles, Wish wish) {
    projects.requireManages(caller, project);
    Roles all = settings.roles();
    ProjectRole role =
        wish.projectRole().map(choice -> choice.apply(all)).orElseGet(() -> all.memberRole(roles));
    rights.requireMayGive(caller, role, project);
    return new Place(project, role.name());
  }

  /** Invitations, newest first: all for who manages users, else those into his projects. */
  public Slice<Invitation> list(Caller caller, long offset, int limit) {
    return invitations.list(seen(caller), offset, limit);
  }

  public Invitation get(Caller caller, long id) {
    Optional<ProjectScope> seen = seen(caller);
    return invitations
        .byId(id)
        .filter(found -> seen.isEmpty() || isInto(seen.get(), found))
        .orElseThrow(() -> LaminaException.notFound("Invitation " + id + " was not found"));
  }

  /** Ends an invitation that was not used yet. */
  public void revoke(Caller caller, long id) {
    get(caller, id);
    invitations.revoke(caller, id, clock.instant().truncatedTo(ChronoUnit.MICROS));
  }

  private static boolean isInto(ProjectScope seen, Invitation invitation) {
    return invitation.terms().place().filter(place -> seen.includes(place.project())).isPresent();
  }

  /**
   * The projects whose invitations he sees; empty: all invitations.
   *
   * @throws LaminaException 403 for who invites nobody
   */
  private Optional<ProjectScope> seen(Caller caller) {
    requireMayInvite(caller, true);
    if (caller.may(Permission.USER_MANAGE)) {
      return Optional.empty();
    }
    ProjectScope managed = rights.scope(caller, Permission.PROJECT_MANAGE);
    if (!managed.everywhere() && managed.projects().isEmpty()) {
      caller.require(Permission.USER_MANAGE);
    }
    return Optional.of(managed);
  }

  private static void requireMayInvite(Caller caller, boolean intoProject) {
    caller.requireSignedIn();
    if (!intoProject || !caller.lets(Permission.USER_MANAGE)) {
      // a key for programs invites only where user.manage was written into it
      caller.require(Permission.USER_MANAGE);
    }
  }

  /** Where an invitation stands now. */
  public Invitation.State state(Invitation invitation) {
    return invitation.state(clock.instant());
  }
}
