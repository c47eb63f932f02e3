package io.lamina.masks.store;

import io.lamina.masks.domain.AnnotationHistory;
import io.lamina.masks.domain.AnnotationVersion;
import io.lamina.masks.domain.Listing;
import io.lamina.masks.domain.Ownership;
import io.lamina.masks.domain.Page;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.aries.jpa.template.JpaTemplate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Earlier versions of annotations in masks_annotation_history. */
@Component(service = AnnotationHistory.class)
public final class JpaAnnotationHistory implements AnnotationHistory {
  private final JpaTemplate jpa;

  @Activate
  public JpaAnnotationHistory(
      @Reference(target = "(osgi.unit.name=masks)") JpaTemplate jpa, @Reference Schema schema) {
    this.jpa = jpa;
  }

  @Override
  public void keep(long annotationId, AnnotationVersion.End end, long changedBy, Instant now) {
    jpa.tx(
        em -> {
          AnnotationRow before = em.find(AnnotationRow.class, annotationId);
          em.persist(new AnnotationVersionRow(before, end, changedBy, now));
          em.flush();
        });
  }

  @Override
  public Optional<Ownership> lastOwnership(long annotationId) {
    return jpa.txExpr(
        em ->
            em
                .createQuery(
                    "select r.annotationId, r.projectId, r.userId, r.shared, r.studyInstanceUid,"
                        + " r.seriesInstanceUid, r.sopInstanceUid"
                        + " from AnnotationVersionRow r where r.annotationId = :id"
                        + " order by r.revision desc",
                    Object[].class)
                .setParameter("id", annotationId)
                .setMaxResults(1)
                .getResultList()
                .stream()
                .findFirst()
                .map(JpaAnnotations::ownershipOf));
  }

  @Override
  public Listing<Long> revisions(long annotationId, boolean sharedAlone, Page page) {
    Conditions conditions =
        new Conditions()
            .equal("r.annotationId", annotationId)
            .equal("r.shared", sharedAlone ? true : null);
    return jpa.txExpr(
        em ->
            conditions.keys(em, AnnotationVersionRow.class, "r.revision", "r.revision desc", page));
  }

  @Override
  public List<AnnotationVersion> findAll(long annotationId, List<Long> revisions) {
    return jpa.txExpr(
        em ->
            em
                .createQuery(
                    "select r from AnnotationVersionRow r where r.annotationId = :id"
                        + " and r.revision in :revisions order by r.revision desc",
                    AnnotationVersionRow.class)
                .setParameter("id", annotationId)
                .setParameter("revisions", revisions)
                .getResultList()
                .stream()
                .map(AnnotationVersionRow::version)
                .toList());
  }
}
