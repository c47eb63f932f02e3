package io.lamina.accounts.store;

import io.lamina.accounts.domain.Slice;
import io.lamina.accounts.domain.signup.Invitation;
import io.lamina.accounts.domain.signup.Invitation.Terms;
import io.lamina.accounts.domain.signup.Invitations;
import io.lamina.api.audit.AuditTrail;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.ProjectScope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.persistence.EntityManager;
import javax.persistence.LockModeType;
import javax.persistence.TypedQuery;
import org.apache.aries.jpa.template.JpaTemplate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Invitations in the database. */
@Component(service = Invitations.class)
public final class JpaInvitations implements Invitations {
  /** How long one that ended unused is still listed. */
  private static final Duration KEPT = Duration.ofDays(30);

  private static final String OPEN = "i.usedAt is null and i.revokedAt is null";

  private final JpaTemplate jpa;
  private final Entries entries;

  @Activate
  public JpaInvitations(
      @Reference(target = "(osgi.unit.name=accounts)") JpaTemplate jpa,
      @Reference AuditTrail audit,
      @Reference Schema schema) {
    this(jpa, audit);
  }

  JpaInvitations(JpaTemplate jpa, AuditTrail audit) {
    this.jpa = jpa;
    this.entries = new Entries(audit);
  }

  @Override
  public Invitation add(Caller by, Terms terms, String codeHash, Instant expiresAt, int most) {
    return jpa.txExpr(
        em -> {
          // Held until the commit, so that the bound is exact.
          UserRow maker = em.find(UserRow.class, by.userId(), LockModeType.PESSIMISTIC_WRITE);
          if (maker == null || !maker.active) {
            throw LaminaException.forbidden("You cannot invite anybody any more");
          }
          Instant now = Times.now();
          em.createQuery(
                  "delete from InvitationRow i where i.createdBy = :maker and i.usedAt is null"
                      + " and i.expiresAt < :before")
              .setParameter("maker", maker.id)
              .setParameter("before", Times.column(now.minus(KEPT)))
              .executeUpdate();
          long unused =
              em.createQuery(
                      "select count(i) from InvitationRow i where i.createdBy = :maker"
                          + " and i.usedAt is null",
                      Long.class)
                  .setParameter("maker", maker.id)
                  .getSingleResult();
          if (unused >= most) {
            throw LaminaException.conflict(
                "You have " + most + " invitations that nobody used. Try again in some days");
          }
          InvitationRow row = new InvitationRow();
          row.set(terms);
          row.codeHash = codeHash;
          row.createdBy = maker.id;
          row.createdAt = Times.column(now);
          row.expiresAt = Times.column(expiresAt);
          em.persist(row);
          em.flush();
          entries.tell(
              em,
              by,
              Entries.of("created", "invitation", row.id)
                  .inProject(row.projectId)
                  .with("roles", row.roles));
          return row.toInvitation();
        });
  }

  @Override
  public Optional<Invitation> byId(long id) {
    return jpa.txExpr(
        em ->
            Optional.ofNullable(em.find(InvitationRow.class, id)).map(InvitationRow::toInvitation));
  }

  @Override
  public Optional<Invitation> byCode(String codeHash) {
    return jpa.txExpr(
        em ->
            em
                .createQuery(
                    "select i from InvitationRow i where i.codeHash = :hash", InvitationRow.class)
                .setParameter("hash", codeHash)
                .getResultList()
                .stream()
                .findFirst()
                .map(InvitationRow::toInvitation));
  }

  @Override
  public Slice<Invitation> list(Optional<ProjectScope> into, long offset, int limit) {
    boolean some = into.isPresent() && !into.get().everywhere();
    if (some && into.get().projects().isEmpty()) {
      return new Slice<>(List.of(), 0);
    }
    String where = some ? " where i.projectId in :projects" : "";
    String condition = into.isPresent() && !some ? " where i.projectId is not null" : where;
    return jpa.txExpr(
        em -> {
          TypedQuery<InvitationRow> rows =
              em.createQuery(
                  "select i from InvitationRow i" + condition + " order by i.id desc",
                  InvitationRow.class);
          TypedQuery<Long> total =
              em.createQuery("select count(i) from InvitationRow i" + condition, Long.class);
          if (some) {
            rows.setParameter("projects", into.get().projects());
            total.setParameter("projects", into.get().projects());
          }
          return new Slice<>(
              rows
                  .setFirstResult(Math.toIntExact(Math.min(offset, Integer.MAX_VALUE)))
                  .setMaxResults(limit)
                  .getResultList()
                  .stream()
                  .map(InvitationRow::toInvitation)
                  .toList(),
              total.getSingleResult());
        });
  }

  @Override
  public void revoke(Caller by, long id, Instant now) {
    jpa.tx(
        em -> {
          InvitationRow row = em.find(InvitationRow.class, id, LockModeType.PESSIMISTIC_WRITE);
          if (row == null) {
            throw LaminaException.notFound("Invitation " + id + " was not found");
          }
          if (row.usedAt != null) {
            throw LaminaException.conflict(
                "The invitation was used. Deactivate the user instead: DELETE /api/users/"
                    + row.usedBy);
          }
          if (row.revokedAt == null) {
            row.revokedAt = Times.column(now);
            entries.tell(em, by, Entries.of("revoked", "invitation", id).inProject(row.projectId));
          }
        });
  }

  /** Ends what somebody made, within the transaction that takes his rights. */
  static void endMadeBy(EntityManager em, long maker) {
    em.createQuery(
            "update InvitationRow i set i.revokedAt = :now where i.createdBy = :maker and " + OPEN)
        .setParameter("now", Times.column(Times.now()))
        .setParameter("maker", maker)
        .executeUpdate();
  }

  /** Ends what somebody made for a project, within the transaction that takes his place there. */
  static void endMadeBy(EntityManager em, long maker, long project) {
    em.createQuery(
            "update InvitationRow i set i.revokedAt = :now where i.createdBy = :maker"
                + " and i.projectId = :project and "
                + OPEN)
        .setParameter("now", Times.column(Times.now()))
        .setParameter("maker", maker)
        .setParameter("project", project)
        .executeUpdate();
  }

  /** Takes an invitation for a user, within the transaction that makes him. */
  static Optional<InvitationRow> take(EntityManager em, long id, Instant now) {
    boolean mine =
        em.createQuery(
                    "update InvitationRow i set i.usedAt = :now where i.id = :id"
                        + " and i.expiresAt > :now and "
                        + OPEN)
                .setParameter("now", Times.column(now))
                .setParameter("id", id)
                .executeUpdate()
            == 1;
    return mine ? Optional.of(em.find(InvitationRow.class, id)) : Optional.empty();
  }
}
