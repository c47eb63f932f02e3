package io.lamina.accounts.store;

import io.lamina.accounts.domain.PasswordResets;
import io.lamina.accounts.domain.User;
import io.lamina.api.audit.AuditTrail;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.persistence.EntityManager;
import javax.persistence.LockModeType;
import org.apache.aries.jpa.template.JpaTemplate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Password resets in the database. The user's row is locked first, whatever is done. */
@Component(service = PasswordResets.class)
public final class JpaPasswordResets implements PasswordResets {
  private final JpaTemplate jpa;
  private final Entries entries;

  @Activate
  public JpaPasswordResets(
      @Reference(target = "(osgi.unit.name=accounts)") JpaTemplate jpa,
      @Reference AuditTrail audit,
      @Reference Schema schema) {
    this(jpa, audit);
  }

  JpaPasswordResets(JpaTemplate jpa, AuditTrail audit) {
    this.jpa = jpa;
    this.entries = new Entries(audit);
  }

  @Override
  public void issue(Caller by, long user, String tokenHash, Instant expiresAt) {
    jpa.tx(
        em -> {
          UserRow target = em.find(UserRow.class, user, LockModeType.PESSIMISTIC_WRITE);
          if (target == null) {
            throw LaminaException.notFound("User " + user + " was not found");
          }
          if (!target.active) {
            throw LaminaException.conflict("User " + user + " is not active. Activate him first");
          }
          end(em, user);
          PasswordResetRow row = new PasswordResetRow();
          row.userId = user;
          row.tokenHash = tokenHash;
          row.issuedBy = by.userId();
          row.createdAt = Times.column(Times.now());
          row.expiresAt = Times.column(expiresAt);
          em.persist(row);
          em.flush();
          entries.tell(em, by, Entries.of("password-reset-issued", "user", user));
        });
  }

  @Override
  public boolean isOpen(String tokenHash, Instant now) {
    return jpa.txExpr(em -> find(em, tokenHash, now).isPresent());
  }

  @Override
  public Optional<User> redeem(Caller by, String tokenHash, String passwordHash, Instant now) {
    return jpa.txExpr(
        em -> {
          Optional<PasswordResetRow> found = find(em, tokenHash, now);
          if (found.isEmpty()) {
            return Optional.empty();
          }
          UserRow user = em.find(UserRow.class, found.get().userId, LockModeType.PESSIMISTIC_WRITE);
          // Somebody may have been faster before the lock was ours.
          boolean mine =
              em.createQuery(
                          "delete from PasswordResetRow r where r.userId = :user"
                              + " and r.tokenHash = :hash")
                      .setParameter("user", user.id)
                      .setParameter("hash", tokenHash)
                      .executeUpdate()
                  == 1;
          em.refresh(user);
          if (!mine || !user.active) {
            return Optional.empty();
          }
          user.setPassword(passwordHash);
          em.flush();
          Endings.ofAccount(em, user.id);
          entries.tell(em, by, Entries.of("password-reset", "user", user.id));
          return Optional.of(JpaUsers.user(em, user));
        });
  }

  private static Optional<PasswordResetRow> find(EntityManager em, String hash, Instant now) {
    List<PasswordResetRow> rows =
        em.createQuery(
                "select r from PasswordResetRow r where r.tokenHash = :hash and r.expiresAt > :now",
                PasswordResetRow.class)
            .setParameter("hash", hash)
            .setParameter("now", Times.column(now))
            .getResultList();
    return rows.stream().findFirst();
  }

  /** Ends a user's token, within the transaction of what ends it. */
  static void end(EntityManager em, long user) {
    em.createQuery("delete from PasswordResetRow r where r.userId = :user")
        .setParameter("user", user)
        .executeUpdate();
  }

  /** Ends the tokens that somebody issued, within the transaction that takes his rights. */
  static void endIssuedBy(EntityManager em, long issuer) {
    em.createQuery("delete from PasswordResetRow r where r.issuedBy = :issuer")
        .setParameter("issuer", issuer)
        .executeUpdate();
  }
}
