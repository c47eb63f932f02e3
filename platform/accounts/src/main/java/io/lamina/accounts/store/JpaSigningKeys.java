package io.lamina.accounts.store;

import io.lamina.accounts.domain.SigningKeys;
import io.lamina.api.keys.KeyVault;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.apache.aries.jpa.template.JpaTemplate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Signing keys in the database, so that each node verifies what another signed. They lie sealed
 * there, with any database (C-093); a row from before is sealed when it is first read.
 */
@Component(service = SigningKeys.class)
public final class JpaSigningKeys implements SigningKeys {
  private static final String SEALED = "sealed:";

  private final JpaTemplate jpa;
  private final KeyVault vault;

  @Activate
  public JpaSigningKeys(
      @Reference(target = "(osgi.unit.name=accounts)") JpaTemplate jpa,
      @Reference Schema schema,
      @Reference KeyVault vault) {
    this(jpa, vault);
  }

  JpaSigningKeys(JpaTemplate jpa, KeyVault vault) {
    this.jpa = jpa;
    this.vault = vault;
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
                .map(row -> new SigningKey(row.kid, open(row), row.createdAt.toInstant()))
                .toList());
  }

  @Override
  public void add(SigningKey key) {
    jpa.tx(
        em -> {
          SigningKeyRow row = new SigningKeyRow();
          row.kid = key.kid();
          row.jwk = seal(key.kid(), key.jwk());
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

  private String open(SigningKeyRow row) {
    if (!row.jwk.startsWith(SEALED)) {
      String jwk = row.jwk;
      row.jwk = seal(row.kid, jwk);
      return jwk;
    }
    byte[] sealed = Base64.getDecoder().decode(row.jwk.substring(SEALED.length()));
    return new String(vault.open(sealed, context(row.kid)), StandardCharsets.UTF_8);
  }

  private String seal(String kid, String jwk) {
    byte[] sealed = vault.seal(jwk.getBytes(StandardCharsets.UTF_8), context(kid));
    return SEALED + Base64.getEncoder().encodeToString(sealed);
  }

  private static byte[] context(String kid) {
    return ("accounts_signing_key " + kid).getBytes(StandardCharsets.UTF_8);
  }
}
