package io.lamina.accounts.store;

import io.lamina.accounts.domain.AccountStatus;
import io.lamina.accounts.domain.Names;
import io.lamina.accounts.domain.Slice;
import io.lamina.accounts.domain.User;
import io.lamina.accounts.domain.Users;
import io.lamina.api.audit.AuditTrail;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ObjLongConsumer;
import java.util.stream.Collectors;
import javax.persistence.EntityManager;
import javax.persistence.LockModeType;
import org.apache.aries.jpa.template.JpaTemplate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Users in the database. */
@Component(service = Users.class)
public final class JpaUsers implements Users {
  static final String TAKEN = "A user with this username, email or keycloak_id exists";

  private final JpaTemplate jpa;
  private final Entries entries;

  @Activate
  public JpaUsers(
      @Reference(target = "(osgi.unit.name=accounts)") JpaTemplate jpa,
      @Reference Schema schema,
      @Reference AuditTrail audit) {
    this(jpa, audit);
  }

  JpaUsers(JpaTemplate jpa, AuditTrail audit) {
    this.jpa = jpa;
    this.entries = new Entries(audit);
  }

  @Override
  public User add(NewUser user) {
    return Conflicts.refusing(
        TAKEN,
        () ->
            jpa.txExpr(
                em -> {
                  requireFree(em, "username", "usernameKey", Names.key(user.username()));
                  requireFree(em, "email", "emailKey", Names.key(user.email()));
                  user.keycloakId()
                      .ifPresent(id -> requireFree(em, "keycloak_id", "keycloakId", id));
                  return insert(em, user, AccountStatus.ACTIVE);
                }));
  }

  @Override
  public Optional<User> addFirst(NewUser user, long project, String projectRole) {
    try {
      return Conflicts.refusing(
          TAKEN,
          () ->
              jpa.txExpr(
                  em -> {
                    if (count(em) > 0) {
                      return Optional.<User>empty();
                    }
                    User first = insert(em, user, AccountStatus.ACTIVE);
                    em.persist(MemberRow.of(project, first.id(), projectRole, Times.now()));
                    em.flush();
                    entries.tell(em, null, Entries.of("first", "user", first.id()));
                    return Optional.of(first);
                  }));
    } catch (LaminaException e) {
      if (e.kind() == ErrorKind.CONFLICT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static void requireFree(EntityManager em, String field, String attribute, String value) {
    boolean taken =
        !em.createQuery("select u.id from UserRow u where u." + attribute + " = :value", Long.class)
            .setParameter("value", value)
            .getResultList()
            .isEmpty();
    if (taken) {
      throw Conflicts.alreadyExists("A user with this " + field + " exists");
    }
  }

  /** Adds a user, within the transaction of what makes him. */
  static User insert(EntityManager em, NewUser user, AccountStatus status) {
    UserRow row = new UserRow();
    row.setUsername(user.username());
    row.setEmail(user.email());
    row.keycloakId = user.keycloakId().orElse(null);
    row.passwordHash = user.passwordHash();
    row.generation = 1;
    row.active = status == AccountStatus.ACTIVE;
    row.pending = status == AccountStatus.PENDING_APPROVAL;
    row.createdAt = Times.column(Times.now());
    row.updatedAt = row.createdAt;
    em.persist(row);
    em.flush();
    replaceRoles(em, row.id, user.roles());
    return row.toUser(user.roles());
  }

  static void replaceRoles(EntityManager em, long user, Set<String> roles) {
    em.createQuery("delete from UserRoleRow r where r.userId = :user")
        .setParameter("user", user)
        .executeUpdate();
    for (String role : roles) {
      UserRoleRow row = new UserRoleRow();
      row.userId = user;
      row.role = role;
      em.persist(row);
    }
    em.flush();
  }

  @Override
  public Optional<User> byId(long id) {
    return jpa.txExpr(
        em -> Optional.ofNullable(em.find(UserRow.class, id)).map(row -> user(em, row)));
  }

  @Override
  public Optional<User> byUsername(String username) {
    return one("usernameKey", Names.key(username));
  }

  @Override
  public Optional<User> byKeycloakId(String keycloakId) {
    return one("keycloakId", keycloakId);
  }

  private Optional<User> one(String attribute, String value) {
    return jpa.txExpr(
        em ->
            em
                .createQuery(
                    "select u from UserRow u where u." + attribute + " = :value", UserRow.class)
                .setParameter("value", value)
                .getResultList()
                .stream()
                .findFirst()
                .map(row -> user(em, row)));
  }

  @Override
  public Slice<User> list(Optional<AccountStatus> status, long offset, int limit) {
    String where = status.map(JpaUsers::condition).orElse("");
    return jpa.txExpr(
        em -> {
          List<UserRow> rows =
              em.createQuery("select u from UserRow u" + where + " order by u.id", UserRow.class)
                  .setFirstResult(Math.toIntExact(Math.min(offset, Integer.MAX_VALUE)))
                  .setMaxResults(limit)
                  .getResultList();
          Map<Long, Set<String>> roles = roles(em, rows.stream().map(row -> row.id).toList());
          return new Slice<>(
              rows.stream().map(row -> row.toUser(roles.getOrDefault(row.id, Set.of()))).toList(),
              em.createQuery("select count(u) from UserRow u" + where, Long.class)
                  .getSingleResult());
        });
  }

  private static String condition(AccountStatus status) {
    return switch (status) {
      case ACTIVE -> " where u.active = true";
      case PENDING_APPROVAL -> " where u.pending = true";
      case DISABLED -> " where u.active = false and u.pending = false";
    };
  }

  @Override
  public User update(long id, UserEdit edit, Set<String> neverEmpty) {
    return Conflicts.refusing(
        TAKEN,
        () ->
            jpa.txExpr(
                em -> {
                  // Held until the commit, so that two admins cannot take the role from each other.
                  boolean someBefore = lockHolders(em, neverEmpty) > 0;
                  UserRow row = find(em, id);
                  edit.email().ifPresent(row::setEmail);
                  edit.keycloakId().ifPresent(keycloakId -> row.keycloakId = keycloakId);
                  edit.active()
                      .ifPresent(
                          active -> {
                            if (row.active && !active) {
                              row.generation++;
                              em.flush();
                              Endings.ofAccount(em, id);
                            }
                            row.active = active;
                            row.pending &= !active;
                          });
                  row.updatedAt = Times.column(Times.now());
                  if (edit.roles().isPresent()) {
                    Endings.ofGifts(em, id);
                  }
                  em.flush();
                  edit.roles().ifPresent(roles -> replaceRoles(em, id, roles));
                  if (someBefore && lockHolders(em, neverEmpty) == 0) {
                    throw LaminaException.conflict(
                        "He is the last who manages users. Give somebody else the right first");
                  }
                  return user(em, row);
                }));
  }

  private static int lockHolders(EntityManager em, Set<String> roles) {
    if (roles.isEmpty()) {
      return 0;
    }
    return em.createQuery(
            "select u from UserRow u where u.active = true and u.id in"
                + " (select r.userId from UserRoleRow r where r.role in :roles) order by u.id",
            UserRow.class)
        .setParameter("roles", roles)
        .setLockMode(LockModeType.PESSIMISTIC_WRITE)
        .getResultList()
        .size();
  }

  @Override
  public User setPassword(long id, String passwordHash) {
    return replacePassword(id, passwordHash, Endings::ofAccount);
  }

  @Override
  public User changePassword(long id, String passwordHash) {
    return replacePassword(id, passwordHash, Endings::ofResets);
  }

  private User replacePassword(
      long id, String passwordHash, ObjLongConsumer<EntityManager> ending) {
    return Conflicts.refusing(
        TAKEN,
        () ->
            jpa.txExpr(
                em -> {
                  UserRow row = find(em, id);
                  row.setPassword(passwordHash);
                  // his row is locked from here: no key is made any more that would be overlooked
                  em.flush();
                  ending.accept(em, id);
                  return user(em, row);
                }));
  }

  private static UserRow find(EntityManager em, long id) {
    UserRow row = em.find(UserRow.class, id);
    if (row == null) {
      throw LaminaException.notFound("User " + id + " was not found");
    }
    return row;
  }

  private static long count(EntityManager em) {
    return em.createQuery("select count(u) from UserRow u", Long.class).getSingleResult();
  }

  static User user(EntityManager em, UserRow row) {
    return row.toUser(roles(em, List.of(row.id)).getOrDefault(row.id, Set.of()));
  }

  private static Map<Long, Set<String>> roles(EntityManager em, Collection<Long> users) {
    if (users.isEmpty()) {
      return Map.of();
    }
    return em
        .createQuery("select r from UserRoleRow r where r.userId in :users", UserRoleRow.class)
        .setParameter("users", users)
        .getResultList()
        .stream()
        .collect(
            Collectors.groupingBy(
                row -> row.userId, Collectors.mapping(row -> row.role, Collectors.toSet())));
  }
}
