package io.lamina.accounts.domain;

import io.lamina.accounts.domain.SignInService.SignedIn;
import io.lamina.accounts.domain.Users.NewUser;
import io.lamina.accounts.domain.Users.UserEdit;
import io.lamina.api.audit.AuditTrail;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Permission;
import io.lamina.api.identity.ProjectScope;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Users, as those who manage them see them (D-10). Nobody gives a right he lacks himself, nor
 * changes a user who has one: else the right to manage users would be the right to everything.
 */
@Component(service = UserService.class)
public final class UserService {
  private final Users users;
  private final UserDirectory directory;
  private final Passwords passwords;
  private final SignInService signIns;
  private final MembershipRights rights;
  private final FirstBootPassword firstBootPassword;
  private final Settings settings;
  private final Changes changes;
  private final AuditTrail audit;

  @Activate
  public UserService(
      @Reference Users users,
      @Reference UserDirectory directory,
      @Reference Passwords passwords,
      @Reference SignInService signIns,
      @Reference MembershipRights rights,
      @Reference Settings settings,
      @Reference Changes changes,
      @Reference AuditTrail audit) {
    this.users = users;
    this.directory = directory;
    this.passwords = passwords;
    this.signIns = signIns;
    this.rights = rights;
    this.settings = settings;
    this.changes = changes;
    this.audit = audit;
    this.firstBootPassword = new FirstBootPassword(settings.dataFolder());
  }

  /**
   * @param keycloakId empty for none
   */
  public User create(
      Caller caller,
      String username,
      String email,
      String password,
      Optional<String> keycloakId,
      Set<String> roles) {
    caller.require(Permission.USER_MANAGE);
    String name = Names.username(username);
    String address = Names.email(email);
    Optional<String> identity = keycloakId.map(Names::keycloakId);
    Passwords.requireAcceptable("password", password);
    requireMayGive(caller, roles);
    NewUser user = new NewUser(name, address, identity, roles, passwords.hash(password));
    return changes.told(caller, () -> users.add(user), added -> Told.of("created", added));
  }

  /**
   * @param status only those; empty for all
   */
  public Slice<User> list(Caller caller, Optional<AccountStatus> status, long offset, int limit) {
    caller.require(Permission.USER_MANAGE);
    audit.read(caller, Told.read("user-list", ""));
    return users.list(status, offset, limit);
  }

  /** A user, for himself, for who manages users and for who manages a project. */
  public User get(Caller caller, long id) {
    caller.requireSignedIn();
    if (caller.userId() != id) {
      requireMayLookUp(caller);
    }
    User found = users.byId(id).orElseThrow(() -> notFound("User " + id));
    audit.read(caller, Told.read("user", found.id()));
    return found;
  }

  /** As {@link #get}. */
  public User byUsername(Caller caller, String username) {
    caller.requireSignedIn();
    if (!Names.key(caller.username()).equals(Names.key(username))) {
      requireMayLookUp(caller);
    }
    User found = users.byUsername(username).orElseThrow(() -> notFound("The user"));
    audit.read(caller, Told.read("user", found.id()));
    return found;
  }

  /** Changes a user; deactivating him ends his tokens. */
  public User update(Caller caller, long id, UserEdit edit) {
    caller.require(Permission.USER_MANAGE);
    requireMayChange(caller, id);
    edit.roles().ifPresent(roles -> requireMayGive(caller, roles));
    UserEdit clean =
        new UserEdit(
            edit.email().map(Names::email),
            edit.keycloakId().map(Names::keycloakId),
            edit.roles(),
            edit.active());
    Set<String> keepers = settings.roles().siteRolesWith(Permission.USER_MANAGE);
    User changed =
        changes.told(
            caller, () -> users.update(id, clean, keepers), user -> Told.of("updated", user));
    directory.changed(id);
    return changed;
  }

  public void deactivate(Caller caller, long id) {
    update(
        caller,
        id,
        new UserEdit(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(false)));
  }

  /**
   * Sets somebody's password. Nothing that he, or who used his account, left behind counts any
   * more: tokens, sessions, API keys, resets and invitations end.
   */
  public void setPassword(Caller caller, long id, String password) {
    caller.require(Permission.USER_MANAGE);
    requireMayChange(caller, id);
    Passwords.requireAcceptable("password", password);
    String hash = passwords.hash(password);
    passwordReplaced(
        changes.told(caller, () -> users.setPassword(id, hash), user -> Told.of("password", user)));
  }

  /**
   * Changes the caller's own password; his tokens, sessions and resets end.
   *
   * @param endingAll whether his API keys and invitations end too, as after a theft
   * @return signed in anew
   */
  public SignedIn changeOwnPassword(
      Caller caller, String current, String replacement, boolean endingAll) {
    if (!caller.lets(Permission.USER_MANAGE)) {
      throw LaminaException.forbidden("An API key cannot change a password");
    }
    User user = signIns.user(caller);
    Passwords.requireAcceptable("new_password", replacement);
    try {
      signIns.byPassword(user.username(), current, caller.address());
    } catch (LaminaException e) {
      // A 401 would say that his token is bad, and clients would drop it.
      throw switch (e.kind()) {
        case UNAUTHENTICATED -> LaminaException.forbidden("The current password is not right");
        default -> e;
      };
    }
    String hash = passwords.hash(replacement);
    long id = user.id();
    passwordReplaced(
        changes.told(
            caller,
            () -> endingAll ? users.setPassword(id, hash) : users.changePassword(id, hash),
            changed -> Told.of("password", changed).with("api-keys-ended", endingAll)));
    return signIns.anew(caller);
  }

  /** To be called after every committed change of a password. */
  void passwordReplaced(User changed) {
    directory.changed(changed.id());
    if (changed.isCalled(FirstBoot.ADMIN)) {
      firstBootPassword.forget();
    }
  }

  /** 400 for no role, 403 for a right that he lacks himself. */
  public void requireMayGive(Caller caller, Set<String> roles) {
    settings.roles().requireSiteRoles(roles);
    Set<String> lacking = new TreeSet<>();
    settings.roles().permissions(roles).stream()
        .filter(right -> !caller.may(right))
        .forEach(right -> lacking.add(right.key()));
    if (!lacking.isEmpty()) {
      throw LaminaException.forbidden(
          "You cannot give rights that you lack: " + String.join(", ", lacking));
    }
  }

  /** 404 for no such user, 403 for one with a right that he lacks himself, be it in a project. */
  public void requireMayChange(Caller caller, long id) {
    User target = users.byId(id).orElseThrow(() -> notFound("User " + id));
    // what a narrowed key may not do as him, it must not reach by his own account either
    if (target.id() != caller.userId() || caller.isNarrowed()) {
      rights.requireWithin(caller, target);
    }
  }

  private void requireMayLookUp(Caller caller) {
    ProjectScope managed = rights.scope(caller, Permission.PROJECT_MANAGE);
    if (!managed.everywhere() && managed.projects().isEmpty()) {
      caller.require(Permission.USER_MANAGE);
    }
  }

  private static LaminaException notFound(String what) {
    return LaminaException.notFound(what + " was not found");
  }
}
