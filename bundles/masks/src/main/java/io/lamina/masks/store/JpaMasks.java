package io.lamina.masks.store;

import io.lamina.masks.domain.Listing;
import io.lamina.masks.domain.Mask;
import io.lamina.masks.domain.MaskContent;
import io.lamina.masks.domain.MaskFilter;
import io.lamina.masks.domain.MaskStats;
import io.lamina.masks.domain.Masks;
import io.lamina.masks.domain.Page;
import io.lamina.masks.domain.Verified;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.persistence.LockModeType;
import org.apache.aries.jpa.template.JpaTemplate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Masks in masks_mask. */
@Component(service = Masks.class)
public final class JpaMasks implements Masks {
  private final JpaTemplate jpa;

  @Activate
  public JpaMasks(
      @Reference(target = "(osgi.unit.name=masks)") JpaTemplate jpa, @Reference Schema schema) {
    this.jpa = jpa;
  }

  @Override
  public Mask add(long groupId, MaskContent content, Verified verified, Instant now) {
    return jpa.txExpr(
        em -> {
          MaskRow row = new MaskRow(groupId, content, verified, now);
          em.persist(row);
          em.flush();
          Mask mask = row.toDomain();
          MaskCounters.add(em, mask);
          return mask;
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
          row.change(after.content(), after.verified(), after.updatedAt());
          em.flush();
          MaskCounters.subtract(em, before);
          MaskCounters.add(em, after);
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
  public List<Mask> lockUnverified(long groupId, Collection<String> filePaths) {
    List<Mask> found = new ArrayList<>();
    for (List<String> some : Chunks.of(filePaths)) {
      jpa.tx(
          em ->
              em.createQuery(
                      "select r from MaskRow r where r.groupId = :group and r.filePath in :paths"
                          + " and r.verifiedSha256 is null order by r.id",
                      MaskRow.class)
                  .setParameter("group", groupId)
                  .setParameter("paths", some)
                  .setLockMode(LockModeType.PESSIMISTIC_WRITE)
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
    String order = "r.sliceIndex nulls last, r.id";
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
