package io.lamina.accounts.store;

import io.lamina.accounts.domain.RevokedTokens;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import java.time.Instant;
import org.apache.aries.jpa.template.JpaTemplate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Revoked tokens in the database, so that each node refuses them. */
@Component(service = RevokedTokens.class)
public final class JpaRevokedTokens implements RevokedTokens {
  private final JpaTemplate jpa;

  @Activate
  public JpaRevokedTokens(
      @Reference(target = "(osgi.unit.name=accounts)") JpaTemplate jpa, @Reference Schema schema) {
    this(jpa);
  }

  JpaRevokedTokens(JpaTemplate jpa) {
    this.jpa = jpa;
  }

  @Override
  public void add(String jti, long user, Instant expiresAt) {
    try {
      Conflicts.refusing("Revoked already", () -> insert(jti, user, expiresAt));
    } catch (LaminaException e) {
      if (e.kind() != ErrorKind.CONFLICT) {
        throw e;
      }
    }
  }

  private boolean insert(String jti, long user, Instant expiresAt) {
    return jpa.txExpr(
        em -> {
          RevokedTokenRow row = new RevokedTokenRow();
          row.jti = jti;
          row.userId = user;
          row.expiresAt = Times.column(expiresAt);
          em.persist(row);
          em.flush();
          return true;
        });
  }

  @Override
  public boolean contains(String jti) {
    return jpa.txExpr(em -> em.find(RevokedTokenRow.class, jti) != null);
  }

  @Override
  public void purge(Instant now) {
    jpa.tx(
        em ->
            em.createQuery("delete from RevokedTokenRow t where t.expiresAt < :now")
                .setParameter("now", Times.column(now))
                .executeUpdate());
  }
}
