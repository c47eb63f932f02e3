package io.lamina.masks.store;

import io.lamina.masks.domain.IssuedUpload;
import io.lamina.masks.domain.StoredObject;
import io.lamina.masks.domain.StoredObjects;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.persistence.LockModeType;
import org.apache.aries.jpa.template.JpaTemplate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Objects in masks_object, masks_removal and masks_issued. */
@Component(service = StoredObjects.class)
public final class JpaStoredObjects implements StoredObjects {
  private final JpaTemplate jpa;

  @Activate
  public JpaStoredObjects(
      @Reference(target = "(osgi.unit.name=masks)") JpaTemplate jpa, @Reference Schema schema) {
    this.jpa = jpa;
  }

  @Override
  public Map<String, StoredObject> find(Collection<String> keys) {
    Map<String, StoredObject> found = new HashMap<>();
    for (List<String> some : Chunks.of(keys)) {
      jpa.tx(
          em ->
              em.createQuery("select r from ObjectRow r where r.key in :keys", ObjectRow.class)
                  .setParameter("keys", some)
                  .getResultList()
                  .forEach(row -> found.put(row.toDomain().key(), row.toDomain())));
    }
    return found;
  }

  @Override
  public Optional<StoredObject> lock(String key) {
    return jpa.txExpr(
        em ->
            Optional.ofNullable(em.find(ObjectRow.class, key, LockModeType.PESSIMISTIC_WRITE))
                .map(ObjectRow::toDomain));
  }

  @Override
  public Map<String, StoredObject> lockAll(Collection<String> keys) {
    Map<String, StoredObject> found = new HashMap<>();
    for (List<String> some : Chunks.of(keys)) {
      jpa.tx(
          em ->
              // in one order, so that two of these wait for each other instead of for ever
              em.createQuery(
                      "select r from ObjectRow r where r.key in :keys order by r.key",
                      ObjectRow.class)
                  .setParameter("keys", some)
                  .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                  .getResultList()
                  .forEach(row -> found.put(row.toDomain().key(), row.toDomain())));
    }
    return found;
  }

  @Override
  public void add(Collection<StoredObject> completed) {
    jpa.tx(
        em -> {
          completed.forEach(object -> em.persist(new ObjectRow(object)));
          em.flush();
        });
  }

  @Override
  public void remove(String key, long groupId, Instant now) {
    jpa.tx(
        em -> {
          ObjectRow row = em.find(ObjectRow.class, key, LockModeType.PESSIMISTIC_WRITE);
          if (row == null) {
            em.persist(new ObjectRow(key, groupId, now));
          } else {
            row.remove();
          }
          if (em.find(RemovalRow.class, key) == null) {
            em.persist(new RemovalRow(key, now));
          }
          em.flush();
        });
  }

  @Override
  public List<String> removeAll(long groupId, Instant now) {
    return jpa.txExpr(
        em -> {
          Stream<String> completed =
              em
                  .createQuery(
                      "select r.key from ObjectRow r where r.groupId = :group"
                          + " and r.removed = false",
                      String.class)
                  .setParameter("group", groupId)
                  .getResultList()
                  .stream();
          Stream<String> referred =
              em
                  .createQuery(
                      "select distinct m.filePath from MaskRow m where m.groupId = :group"
                          + " and m.verifiedSha256 is null and not exists"
                          + " (select r from ObjectRow r where r.key = m.filePath)",
                      String.class)
                  .setParameter("group", groupId)
                  .getResultList()
                  .stream();
          List<String> keys = Stream.concat(completed, referred).toList();
          keys.forEach(key -> em.persist(new RemovalRow(key, now)));
          em.flush();
          return keys;
        });
  }

  @Override
  public List<String> removals(int limit) {
    return jpa.txExpr(
        em ->
            em.createQuery("select r.key from RemovalRow r order by r.queuedAt", String.class)
                .setMaxResults(limit)
                .getResultList());
  }

  @Override
  public void removed(Collection<String> keys) {
    for (List<String> some : Chunks.of(keys)) {
      jpa.tx(
          em ->
              em.createQuery("delete from RemovalRow r where r.key in :keys")
                  .setParameter("keys", some)
                  .executeUpdate());
    }
  }

  @Override
  public void addIssued(Collection<IssuedUpload> uploads) {
    jpa.tx(em -> uploads.forEach(upload -> em.persist(new IssuedRow(upload))));
  }

  @Override
  public Map<String, String> fileNames(Collection<String> keys) {
    Map<String, String> names = new HashMap<>();
    for (List<String> some : Chunks.of(keys)) {
      jpa.tx(
          em ->
              em.createQuery(
                      "select r.key, r.fileName from IssuedRow r where r.key in :keys"
                          + " and r.fileName is not null",
                      Object[].class)
                  .setParameter("keys", some)
                  .getResultList()
                  .forEach(row -> names.put((String) row[0], (String) row[1])));
    }
    return names;
  }

  @Override
  public Set<String> issued(Collection<String> keys) {
    Set<String> found = new HashSet<>();
    for (List<String> some : Chunks.of(keys)) {
      jpa.tx(
          em ->
              found.addAll(
                  em.createQuery("select r.key from IssuedRow r where r.key in :keys", String.class)
                      .setParameter("keys", some)
                      .getResultList()));
    }
    return found;
  }

  @Override
  public List<IssuedUpload> issuedBefore(Instant time, int skip, int limit) {
    return jpa.txExpr(
        em ->
            em
                .createQuery(
                    "select r from IssuedRow r where r.issuedAt < :time order by r.issuedAt, r.id",
                    IssuedRow.class)
                .setParameter("time", Times.column(time))
                .setFirstResult(skip)
                .setMaxResults(limit)
                .getResultList()
                .stream()
                .map(IssuedRow::toDomain)
                .toList());
  }

  @Override
  public void forgetIssued(Collection<String> keys, Instant time) {
    for (List<String> some : Chunks.of(keys)) {
      jpa.tx(
          em ->
              em.createQuery("delete from IssuedRow r where r.key in :keys and r.issuedAt < :time")
                  .setParameter("keys", some)
                  .setParameter("time", Times.column(time))
                  .executeUpdate());
    }
  }

  @Override
  public boolean groupExists(long groupId) {
    return jpa.txExpr(em -> em.find(MaskGroupRow.class, groupId) != null);
  }
}
