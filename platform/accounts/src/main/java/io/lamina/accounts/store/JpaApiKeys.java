package io.lamina.accounts.store;

import io.lamina.accounts.domain.Slice;
import io.lamina.accounts.domain.apikey.ApiKey;
import io.lamina.accounts.domain.apikey.ApiKeys;
import io.lamina.api.audit.AuditTrail;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.persistence.EntityManager;
import javax.persistence.LockModeType;
import org.apache.aries.jpa.template.JpaTemplate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** API keys in the database. */
@Component(service = ApiKeys.class)
public final class JpaApiKeys implements ApiKeys {
  private final JpaTemplate jpa;
  private final Entries entries;

  @Activate
  public JpaApiKeys(
      @Reference(target = "(osgi.unit.name=accounts)") JpaTemplate jpa,
      @Reference AuditTrail audit,
      @Reference Schema schema) {
    this(jpa, audit);
  }

  JpaApiKeys(JpaTemplate jpa, AuditTrail audit) {
    this.jpa = jpa;
    this.entries = new Entries(audit);
  }

  @Override
  public ApiKey add(Caller by, NewKey key, int most) {
    return Conflicts.refusing(
        "This key exists",
        () ->
            jpa.txExpr(
                em -> {
                  // Held until the commit: two requests cannot both make the last key.
                  UserRow user =
                      em.find(UserRow.class, key.userId(), LockModeType.PESSIMISTIC_WRITE);
                  if (user == null || !user.active) {
                    throw LaminaException.notFound("User " + key.userId() + " was not found");
                  }
                  em.createQuery(
                          "delete from ApiKeyRow k where k.userId = :user and k.expiresAt < :now")
                      .setParameter("user", key.userId())
                      .setParameter("now", Times.column(Times.now()))
                      .executeUpdate();
                  if (count(em, key.userId()) >= most) {
                    throw LaminaException.conflict(
                        "There are " + most + " API keys already. Revoke one that is not used");
                  }
                  ApiKeyRow row = ApiKeyRow.of(key);
                  em.persist(row);
                  em.flush();
                  entries.tell(
                      em, by, Entries.of("created", "api-key", row.id).with("user", row.userId));
                  return row.toApiKey();
                }));
  }

  @Override
  public Optional<ApiKey> byId(long id) {
    return jpa.txExpr(
        em -> Optional.ofNullable(em.find(ApiKeyRow.class, id)).map(ApiKeyRow::toApiKey));
  }

  @Override
  public Optional<Held> held(long id) {
    return jpa.txExpr(
        em ->
            em
                .createQuery(
                    "select k, u.generation from ApiKeyRow k, UserRow u where u.id = k.userId"
                        + " and k.id = :id",
                    Object[].class)
                .setParameter("id", id)
                .getResultList()
                .stream()
                .findFirst()
                .map(row -> new Held(((ApiKeyRow) row[0]).toApiKey(), (Integer) row[1])));
  }

  @Override
  public Slice<ApiKey> ofUser(long user, long offset, int limit) {
    return jpa.txExpr(
        em ->
            new Slice<>(
                em
                    .createQuery(
                        "select k from ApiKeyRow k where k.userId = :user order by k.id",
                        ApiKeyRow.class)
                    .setParameter("user", user)
                    .setFirstResult(Math.toIntExact(Math.min(offset, Integer.MAX_VALUE)))
                    .setMaxResults(limit)
                    .getResultList()
                    .stream()
                    .map(ApiKeyRow::toApiKey)
                    .toList(),
                count(em, user)));
  }

  @Override
  public void remove(Caller by, ApiKey key) {
    jpa.tx(
        em -> {
          em.createQuery("delete from ApiKeyRow k where k.id = :id")
              .setParameter("id", key.id())
              .executeUpdate();
          entries.tell(
              em, by, Entries.of("revoked", "api-key", key.id()).with("user", key.userId()));
        });
  }

  @Override
  public void used(long id, Instant at, Duration pause) {
    jpa.tx(
        em ->
            em.createQuery(
                    "update ApiKeyRow k set k.lastUsedAt = :at where k.id = :id"
                        + " and (k.lastUsedAt is null or k.lastUsedAt <= :before)")
                .setParameter("at", Times.column(at))
                .setParameter("id", id)
                .setParameter("before", Times.column(at.minus(pause)))
                .executeUpdate());
  }

  /** Ends all keys of a user, within the transaction of what ends them. */
  static void removeAll(EntityManager em, long user) {
    em.createQuery("delete from ApiKeyRow k where k.userId = :user")
        .setParameter("user", user)
        .executeUpdate();
  }

  private static long count(EntityManager em, long user) {
    return em.createQuery("select count(k) from ApiKeyRow k where k.userId = :user", Long.class)
        .setParameter("user", user)
        .getSingleResult();
  }
}
