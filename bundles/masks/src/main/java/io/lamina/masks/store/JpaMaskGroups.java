package io.lamina.masks.store;

import io.lamina.masks.domain.GroupPath;
import io.lamina.masks.domain.Listing;
import io.lamina.masks.domain.MaskGroup;
import io.lamina.masks.domain.MaskGroupContent;
import io.lamina.masks.domain.MaskGroupFilter;
import io.lamina.masks.domain.MaskGroupStats;
import io.lamina.masks.domain.MaskGroups;
import io.lamina.masks.domain.OwnedGroup;
import io.lamina.masks.domain.Page;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.persistence.EntityManager;
import javax.persistence.LockModeType;
import org.apache.aries.jpa.template.JpaTemplate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Mask groups in masks_mask_group. */
@Component(service = MaskGroups.class)
public final class JpaMaskGroups implements MaskGroups {
  private final JpaTemplate jpa;

  @Activate
  public JpaMaskGroups(
      @Reference(target = "(osgi.unit.name=masks)") JpaTemplate jpa, @Reference Schema schema) {
    this.jpa = jpa;
  }

  @Override
  public MaskGroup add(long annotationId, long userId, MaskGroupContent content, Instant now) {
    return jpa.txExpr(
        em -> {
          MaskGroupRow row = new MaskGroupRow(annotationId, userId, content, now);
          em.persist(row);
          em.flush();
          return row.toDomain();
        });
  }

  @Override
  public Optional<OwnedGroup> find(GroupPath path) {
    return jpa.txExpr(
        em ->
            em
                .createQuery(
                    "select a.id, a.projectId, a.userId, a.shared, a.studyInstanceUid,"
                        + " a.seriesInstanceUid, a.sopInstanceUid, g"
                        + " from MaskGroupRow g, AnnotationRow a"
                        + " where g.id = :group and g.annotationId = :annotation"
                        + " and a.id = g.annotationId",
                    Object[].class)
                .setParameter("group", path.groupId())
                .setParameter("annotation", path.annotationId())
                .getResultList()
                .stream()
                .findFirst()
                .map(
                    row ->
                        new OwnedGroup(
                            JpaAnnotations.ownershipOf(row), ((MaskGroupRow) row[7]).toDomain())));
  }

  @Override
  public Optional<MaskGroup> lock(GroupPath path) {
    return jpa.txExpr(
        em ->
            Optional.ofNullable(
                    em.find(MaskGroupRow.class, path.groupId(), LockModeType.PESSIMISTIC_WRITE))
                .map(MaskGroupRow::toDomain)
                .filter(group -> group.annotationId() == path.annotationId()));
  }

  @Override
  public MaskGroup update(long id, MaskGroupContent content, Instant now) {
    return jpa.txExpr(
        em -> {
          MaskGroupRow row = em.find(MaskGroupRow.class, id);
          row.change(content, now);
          em.flush();
          return row.toDomain();
        });
  }

  @Override
  public void delete(long id) {
    jpa.tx(
        em -> {
          for (String table : List.of("masks_mask", "masks_group_counter", "masks_object")) {
            em.createNativeQuery("delete from " + table + " where group_id = ?")
                .setParameter(1, id)
                .executeUpdate();
          }
          em.remove(em.find(MaskGroupRow.class, id));
          em.flush();
        });
  }

  @Override
  public Listing<MaskGroup> list(long annotationId, MaskGroupFilter filter, Page page) {
    Conditions conditions =
        new Conditions()
            .equal("r.annotationId", annotationId)
            .equal("r.modality", filter.modality())
            .equal("r.maskType", filter.maskType() == null ? null : filter.maskType().key());
    return jpa.txExpr(
        em -> conditions.list(em, MaskGroupRow.class, "r.id", page, MaskGroupRow::toDomain));
  }

  @Override
  public List<Long> idsOf(long annotationId) {
    return jpa.txExpr(
        em ->
            em.createQuery(
                    "select r.id from MaskGroupRow r where r.annotationId = :id order by r.id",
                    Long.class)
                .setParameter("id", annotationId)
                .getResultList());
  }

  @Override
  public MaskGroupStats stats(long annotationId) {
    return jpa.txExpr(
        em -> {
          Map<String, Long> types = counts(em, "maskType", annotationId);
          long total = types.values().stream().mapToLong(Long::longValue).sum();
          return new MaskGroupStats(total, counts(em, "modality", annotationId), types);
        });
  }

  private static Map<String, Long> counts(EntityManager em, String field, long annotationId) {
    Map<String, Long> counts = new TreeMap<>();
    em.createQuery(
            "select r."
                + field
                + ", count(r) from MaskGroupRow r"
                + " where r.annotationId = :id and r."
                + field
                + " is not null group by r."
                + field,
            Object[].class)
        .setParameter("id", annotationId)
        .getResultList()
        .forEach(row -> counts.put((String) row[0], (Long) row[1]));
    return counts;
  }
}
