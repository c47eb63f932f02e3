package io.lamina.accounts.store;

import io.lamina.accounts.domain.AccountStatus;
import io.lamina.accounts.domain.Project;
import io.lamina.accounts.domain.User;
import io.lamina.accounts.domain.Users.NewUser;
import io.lamina.accounts.domain.signup.SignUpService;
import io.lamina.accounts.domain.signup.SignUps;
import io.lamina.api.audit.AuditTrail;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.persistence.EntityManager;
import javax.persistence.LockModeType;
import org.apache.aries.jpa.template.JpaTemplate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Accounts that people make for themselves, in the database. */
@Component(service = SignUps.class)
public final class JpaSignUps implements SignUps {
  private final JpaTemplate jpa;
  private final Entries entries;

  @Activate
  public JpaSignUps(
      @Reference(target = "(osgi.unit.name=accounts)") JpaTemplate jpa,
      @Reference AuditTrail audit,
      @Reference Schema schema) {
    this(jpa, audit);
  }

  JpaSignUps(JpaTemplate jpa, AuditTrail audit) {
    this.jpa = jpa;
    this.entries = new Entries(audit);
  }

  @Override
  public Optional<User> redeem(Caller by, long invitation, NewUser user, Instant now) {
    return Conflicts.refusing(
        JpaUsers.TAKEN,
        () ->
            jpa.txExpr(
                em -> {
                  // The row stays locked until the commit: who comes second finds it used.
                  Optional<InvitationRow> taken = JpaInvitations.take(em, invitation, now);
                  if (taken.isEmpty()) {
                    return Optional.<User>empty();
                  }
                  InvitationRow row = taken.get();
                  User made = JpaUsers.insert(em, user, AccountStatus.ACTIVE);
                  row.usedBy = made.id();
                  if (row.projectId != null) {
                    em.persist(MemberRow.of(row.projectId, made.id(), row.projectRole, now));
                  }
                  em.flush();
                  entries.tell(
                      em,
                      by,
                      Entries.of("signed-up", "user", made.id())
                          .inProject(row.projectId)
                          .with("invitation", invitation));
                  return Optional.of(made);
                }));
  }

  @Override
  public long pending(Instant since) {
    return jpa.txExpr(em -> waiting(em, since));
  }

  private static long waiting(EntityManager em, Instant since) {
    return em.createQuery(
            "select count(u) from UserRow u where u.pending = true and u.createdAt >= :since",
            Long.class)
        .setParameter("since", Times.column(since))
        .getSingleResult();
  }

  @Override
  public User addPending(Caller by, NewUser user, int most, Instant since) {
    return Conflicts.refusing(
        JpaUsers.TAKEN,
        () ->
            jpa.txExpr(
                em -> {
                  // There in every installation (D-10); locked, it makes the bound exact.
                  em.find(ProjectRow.class, Project.FIRST, LockModeType.PESSIMISTIC_WRITE);
                  for (UserRow old : forgotten(em, since)) {
                    remove(em, old);
                  }
                  if (waiting(em, since) >= most) {
                    throw SignUpService.full();
                  }
                  User waits = JpaUsers.insert(em, user, AccountStatus.PENDING_APPROVAL);
                  entries.tell(em, by, Entries.of("signed-up", "user", waits.id()));
                  return waits;
                }));
  }

  private static List<UserRow> forgotten(EntityManager em, Instant since) {
    return em.createQuery(
            "select u from UserRow u where u.pending = true and u.createdAt < :since order by u.id",
            UserRow.class)
        .setParameter("since", Times.column(since))
        .getResultList();
  }

  @Override
  public User approve(Caller by, long id, Set<String> roles) {
    return jpa.txExpr(
        em -> {
          UserRow row = pendingUser(em, id);
          row.pending = false;
          row.active = true;
          row.updatedAt = Times.column(Times.now());
          em.flush();
          JpaUsers.replaceRoles(em, id, roles);
          entries.tell(em, by, Entries.of("approved", "user", id).with("roles", Words.join(roles)));
          return JpaUsers.user(em, row);
        });
  }

  @Override
  public void reject(Caller by, long id) {
    jpa.tx(
        em -> {
          remove(em, pendingUser(em, id));
          entries.tell(em, by, Entries.of("rejected", "user", id));
        });
  }

  private static UserRow pendingUser(EntityManager em, long id) {
    UserRow row = em.find(UserRow.class, id, LockModeType.PESSIMISTIC_WRITE);
    if (row == null) {
      throw LaminaException.notFound("User " + id + " was not found");
    }
    if (!row.pending) {
      throw LaminaException.conflict("User " + id + " does not wait for approval");
    }
    return row;
  }

  /** Nothing refers to somebody who never could sign in. */
  private static void remove(EntityManager em, UserRow row) {
    JpaUsers.replaceRoles(em, row.id, Set.of());
    em.createQuery("delete from MemberRow m where m.userId = :user")
        .setParameter("user", row.id)
        .executeUpdate();
    em.remove(row);
    em.flush();
  }
}
