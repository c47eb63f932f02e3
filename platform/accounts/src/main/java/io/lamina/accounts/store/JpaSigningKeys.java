package io.lamina.accounts.store;

import io.lamina.accounts.domain.SigningKeys;
import java.util.List;
import org.apache.aries.jpa.template.JpaTemplate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Signing keys in the database, so that each node verifies what another signed. */
@Component(service = SigningKeys.class)
public final class JpaSigningKeys implements SigningKeys {
  private final JpaTemplate jpa;

  @Activate
  public JpaSigningKeys(
      @Reference(target = "(osgi.unit.name=accounts)") JpaTemplate jpa, @Reference Schema schema) {
    this(jpa);
  }

  JpaSigningKeys(JpaTemplate jpa) {
    this.jpa = jpa;
  }

  @Override
  public List<SigningKey> all() {
    return jpa.txExpr(
        em ->
            em
                .createQuery(
                    "select k from SigningKeyRow k order by k.createdAt desc, k.kid",
                    SigningKeyRow.class)
                .getResultList()
                .stream()
                .map(row -> new SigningKey(row.kid, row.jwk, row.createdAt.toInstant()))
                .toList());
  }

  @Override
  public void add(SigningKey key) {
    jpa.tx(
        em -> {
          SigningKeyRow row = new SigningKeyRow();
          row.kid = key.kid();
          row.jwk = key.jwk();
          row.createdAt = Times.column(key.createdAt());
          em.persist(row);
        });
  }

  @Override
  public void remove(String kid) {
    jpa.tx(
        em ->
            em.createQuery("delete from SigningKeyRow k where k.kid = :kid")
                .setParameter("kid", kid)
                .executeUpdate());
  }
}
