package io.lamina.accounts.store;

import io.lamina.accounts.domain.Session;
import io.lamina.accounts.domain.Sessions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.aries.jpa.template.JpaTemplate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Sessions in the database, so that they outlive a restart and each node knows them. */
@Component(service = Sessions.class)
public final class JpaSessions implements Sessions {
  private final JpaTemplate jpa;

  @Activate
  public JpaSessions(
      @Reference(target = "(osgi.unit.name=accounts)") JpaTemplate jpa, @Reference Schema schema) {
    this(jpa);
  }

  JpaSessions(JpaTemplate jpa) {
    this.jpa = jpa;
  }

  @Override
  public List<String> add(Session session, int most) {
    return jpa.txExpr(
        em -> {
          List<String> tooMany =
              em.createQuery(
                      "select s.idHash from SessionRow s where s.userId = :user"
                          + " order by s.lastSeenAt desc, s.createdAt desc, s.idHash",
                      String.class)
                  .setParameter("user", session.userId())
                  .setFirstResult(most - 1)
                  // sign-ins at the same time may leave a few more, which the next one removes
                  .setMaxResults(most + 100)
                  .getResultList();
          if (!tooMany.isEmpty()) {
            em.createQuery("delete from SessionRow s where s.idHash in :hashes")
                .setParameter("hashes", tooMany)
                .executeUpdate();
          }
          em.persist(SessionRow.of(session));
          em.flush();
          return List.copyOf(tooMany);
        });
  }

  @Override
  public Optional<Session> find(String idHash) {
    return jpa.txExpr(
        em -> Optional.ofNullable(em.find(SessionRow.class, idHash)).map(SessionRow::toSession));
  }

  @Override
  public void seen(String idHash, Instant at) {
    jpa.tx(
        em ->
            em.createQuery("update SessionRow s set s.lastSeenAt = :at where s.idHash = :hash")
                .setParameter("at", Times.column(at))
                .setParameter("hash", idHash)
                .executeUpdate());
  }

  @Override
  public void remove(String idHash) {
    jpa.tx(
        em ->
            em.createQuery("delete from SessionRow s where s.idHash = :hash")
                .setParameter("hash", idHash)
                .executeUpdate());
  }

  @Override
  public void purge(Instant unusedSince, Instant begunBefore) {
    jpa.tx(
        em ->
            em.createQuery(
                    "delete from SessionRow s where s.lastSeenAt < :unused or s.createdAt < :begun")
                .setParameter("unused", Times.column(unusedSince))
                .setParameter("begun", Times.column(begunBefore))
                .executeUpdate());
  }
}
