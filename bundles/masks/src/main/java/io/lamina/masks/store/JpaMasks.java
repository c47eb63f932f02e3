package io.lamina.masks.store;

import io.lamina.masks.domain.Listing;
import io.lamina.masks.domain.Mask;
import io.lamina.masks.domain.MaskFilter;
import io.lamina.masks.domain.MaskStats;
import io.lamina.masks.domain.Masks;
import io.lamina.masks.domain.NewMask;
import io.lamina.masks.domain.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.persistence.LockModeType;
import org.apache.aries.jpa.template.JpaTemplate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Masks in masks_mask. */
@Component(service = Masks.class)
public final class JpaMasks implements Masks {
  /** Of 500 files together: a file may have any number of masks. */
  private static final int MOST_OF_PATHS = 20_000;

  private final JpaTemplate jpa;

  @Activate
  public JpaMasks(
      @Reference(target = "(osgi.unit.name=masks)") JpaTemplate jpa, @Reference Schema schema) {
    this.jpa = jpa;
  }

  @Override
  public List<Mask> addAll(long groupId, List<NewMask> masks, Instant now) {
    return jpa.txExpr(
        em -> {
          List<MaskRow> rows = masks.stream().map(mask -> new MaskRow(groupId, mask, now)).toList();
          rows.forEach(em::persist);
          em.flush();
          List<Mask> added = rows.stream().map(MaskRow::toDomain).toList();
          MaskCounters.add(em, added);
          return added;
        });
  }

  @Override
  public Optional<Mask> find(long groupId, long id) {
    return jpa.txExpr(
        em ->
            Optional.ofNullable(em.find(MaskRow.class, id))
                .map(MaskRow::toDomain)
                .filter(mask -> mask.groupId() == groupId));
  }

  @Override
  public Optional<Mask> lock(long groupId, long id) {
    return jpa.txExpr(
        em ->
            Optional.ofNullable(em.find(MaskRow.class, id, LockModeType.PESSIMISTIC_WRITE))
                .map(MaskRow::toDomain)
                .filter(mask -> mask.groupId() == groupId));
  }

  @Override
  public Mask update(Mask before, Mask after) {
    return jpa.txExpr(
        em -> {
          MaskRow row = em.find(MaskRow.class, before.id());
          row.change(after.content(), after.verified(), after.fit(), after.updatedAt());
          em.flush();
          MaskCounters.replace(em, before, after);
          return row.toDomain();
        });
  }

  @Override
  public void delete(Mask mask) {
    jpa.tx(
        em -> {
          em.remove(em.find(MaskRow.class, mask.id()));
          em.flush();
          MaskCounters.subtract(em, mask);
        });
  }

  @Override
  public List<Mask> ofPaths(long groupId, Collection<String> filePaths) {
    return ofPaths(groupId, filePaths, "", LockModeType.NONE, MOST_OF_PATHS);
  }

  @Override
  public List<Mask> unverified(long groupId, Collection<String> filePaths) {
    return ofPaths(
        groupId, filePaths, " and r.verifiedSha256 is null", LockModeType.NONE, Integer.MAX_VALUE);
  }

  @Override
  public List<Mask> lockUnverified(long groupId, Collection<String> filePaths) {
    return ofPaths(
        groupId,
        filePaths,
        " and r.verifiedSha256 is null",
        LockModeType.PESSIMISTIC_WRITE,
        Integer.MAX_VALUE);
  }

  @Override
  public long countUnverified(long groupId, Collection<String> filePaths) {
    return counts(groupId, filePaths, " and r.verifiedSha256 is null").values().stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  @Override
  public Map<String, Long> counts(long groupId, Collection<String> filePaths) {
    return counts(groupId, filePaths, "");
  }

  private Map<String, Long> counts(long groupId, Collection<String> filePaths, String condition) {
    Map<String, Long> counts = new HashMap<>();
    for (List<String> some : Chunks.of(filePaths)) {
      jpa.tx(
          em ->
              em.createQuery(
                      "select r.filePath, count(r.id) from MaskRow r where r.groupId = :group"
                          + " and r.filePath in :paths"
                          + condition
                          + " group by r.filePath",
                      Object[].class)
                  .setParameter("group", groupId)
                  .setParameter("paths", some)
                  .getResultList()
                  .forEach(row -> counts.put((String) row[0], (Long) row[1])));
    }
    return counts;
  }

  private List<Mask> ofPaths(
      long groupId, Collection<String> filePaths, String condition, LockModeType lock, int most) {
    List<Mask> found = new ArrayList<>();
    for (List<String> some : Chunks.of(filePaths)) {
      jpa.tx(
          em ->
              em.createQuery(
                      "select r from MaskRow r where r.groupId = :group and r.filePath in :paths"
                          + condition
                          + " order by r.id",
                      MaskRow.class)
                  .setParameter("group", groupId)
                  .setParameter("paths", some)
                  .setLockMode(lock)
                  .setMaxResults(most)
                  .getResultList()
                  .forEach(row -> found.add(row.toDomain())));
    }
    return found;
  }

  @Override
  public boolean refersTo(long groupId, String filePath) {
    return jpa.txExpr(
        em ->
            !em.createQuery(
                    "select r.id from MaskRow r where r.groupId = :group and r.filePath = :path",
                    Long.class)
                .setParameter("group", groupId)
                .setParameter("path", filePath)
                .setMaxResults(1)
                .getResultList()
                .isEmpty());
  }

  @Override
  public Listing<Mask> list(long groupId, MaskFilter filter, Page page) {
    Conditions conditions =
        new Conditions()
            .equal("r.groupId", groupId)
            .equal("r.labelName", filter.labelName())
            .equal("r.sliceIndex", filter.sliceIndex())
            .equal("r.sopInstanceUid", filter.sopInstanceUid());
    // as the index has it: a page costs the same whatever the number of masks
    String order = "r.groupId desc, r.sliceIndex nulls last, r.id";
    return jpa.txExpr(
        em -> {
          if (!filter.equals(MaskFilter.ALL)) {
            return conditions.list(em, MaskRow.class, order, page, MaskRow::toDomain);
          }
          return new Listing<>(
              conditions.items(em, MaskRow.class, order, page, MaskRow::toDomain),
              MaskCounters.read(em, groupId).totalMasks());
        });
  }

  @Override
  public MaskStats stats(long groupId) {
    return jpa.txExpr(em -> MaskCounters.read(em, groupId));
  }
}
