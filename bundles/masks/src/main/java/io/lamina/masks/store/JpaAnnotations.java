package io.lamina.masks.store;

import io.lamina.masks.domain.Annotation;
import io.lamina.masks.domain.AnnotationContent;
import io.lamina.masks.domain.AnnotationFilter;
import io.lamina.masks.domain.Annotations;
import io.lamina.masks.domain.ImageReference;
import io.lamina.masks.domain.Listing;
import io.lamina.masks.domain.Measurement;
import io.lamina.masks.domain.MeasurementFilter;
import io.lamina.masks.domain.Ownership;
import io.lamina.masks.domain.Page;
import io.lamina.masks.domain.Visibility;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.persistence.EntityManager;
import javax.persistence.LockModeType;
import org.apache.aries.jpa.template.JpaTemplate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Annotations in masks_annotation. */
@Component(service = Annotations.class)
public final class JpaAnnotations implements Annotations {
  private final JpaTemplate jpa;

  @Activate
  public JpaAnnotations(
      @Reference(target = "(osgi.unit.name=masks)") JpaTemplate jpa, @Reference Schema schema) {
    this.jpa = jpa;
  }

  @Override
  public Annotation add(
      long projectId, long userId, ImageReference image, AnnotationContent content, Instant now) {
    return jpa.txExpr(
        em -> {
          AnnotationRow row = new AnnotationRow(projectId, userId, image, content, now);
          em.persist(row);
          em.flush();
          return row.toDomain();
        });
  }

  @Override
  public Optional<Annotation> find(long id) {
    return jpa.txExpr(
        em -> Optional.ofNullable(em.find(AnnotationRow.class, id)).map(AnnotationRow::toDomain));
  }

  @Override
  public Optional<Ownership> ownership(long id) {
    return jpa.txExpr(
        em ->
            em
                .createQuery(
                    "select r.id, r.projectId, r.userId, r.shared, r.studyInstanceUid,"
                        + " r.seriesInstanceUid, r.sopInstanceUid"
                        + " from AnnotationRow r where r.id = :id",
                    Object[].class)
                .setParameter("id", id)
                .getResultList()
                .stream()
                .findFirst()
                .map(JpaAnnotations::ownershipOf));
  }

  @Override
  public Optional<Annotation> lock(long id) {
    return jpa.txExpr(
        em ->
            Optional.ofNullable(em.find(AnnotationRow.class, id, LockModeType.PESSIMISTIC_WRITE))
                .map(AnnotationRow::toDomain));
  }

  @Override
  public Annotation update(long id, AnnotationContent content, Instant now) {
    return jpa.txExpr(
        em -> {
          AnnotationRow row = em.find(AnnotationRow.class, id);
          row.change(content, now);
          em.flush();
          return row.toDomain();
        });
  }

  @Override
  public void delete(long id) {
    jpa.tx(
        em -> {
          forgetMeasurements(em, id);
          em.remove(em.find(AnnotationRow.class, id));
        });
  }

  @Override
  public Listing<Long> list(Visibility visibility, AnnotationFilter filter, Page page) {
    Conditions conditions =
        new Conditions()
            .equal("r.userId", filter.userId())
            .equal("r.projectId", filter.projectId())
            .equal("r.studyInstanceUid", filter.studyInstanceUid())
            .equal("r.seriesInstanceUid", filter.seriesInstanceUid())
            .equal("r.sopInstanceUid", filter.sopInstanceUid())
            .equal("r.viewerSoftware", filter.viewerSoftware())
            .equal("r.toolName", filter.toolName());
    if (!filter.measurement().equals(MeasurementFilter.NONE)) {
      conditions.clause(measured(filter.measurement(), conditions));
    }
    if (!visibility.scope().everywhere()) {
      conditions.clause(visible(visibility, conditions));
    }
    return jpa.txExpr(em -> conditions.keys(em, AnnotationRow.class, "r.id", "r.id", page));
  }

  @Override
  public List<Annotation> findAll(List<Long> ids) {
    return jpa.txExpr(
        em ->
            em
                .createQuery(
                    "select r from AnnotationRow r where r.id in :ids order by r.id",
                    AnnotationRow.class)
                .setParameter("ids", ids)
                .getResultList()
                .stream()
                .map(AnnotationRow::toDomain)
                .toList());
  }

  @Override
  public void measure(long id, List<Measurement> measurements) {
    jpa.tx(
        em -> {
          forgetMeasurements(em, id);
          for (int number = 0; number < measurements.size(); number++) {
            em.persist(new MeasurementRow(id, number, measurements.get(number)));
          }
          em.flush();
        });
  }

  @Override
  public List<Long> backlog(int limit) {
    return jpa.txExpr(
        em ->
            em.createQuery(
                    "select b.annotationId from MeasurementBacklogRow b order by b.annotationId",
                    Long.class)
                .setMaxResults(limit)
                .getResultList());
  }

  @Override
  public void leaveBacklog(List<Long> ids) {
    jpa.tx(
        em ->
            em.createQuery("delete from MeasurementBacklogRow b where b.annotationId in :ids")
                .setParameter("ids", ids)
                .executeUpdate());
  }

  private static void forgetMeasurements(EntityManager em, long id) {
    em.createQuery("delete from MeasurementRow m where m.annotationId = :id")
        .setParameter("id", id)
        .executeUpdate();
  }

  private static String measured(MeasurementFilter filter, Conditions conditions) {
    Conditions value =
        conditions
            .nested()
            .equal("m.name", filter.id())
            .equal("m.type", filter.type())
            .equal("m.unit", filter.unit())
            .atLeast("m.value", filter.least())
            .atMost("m.value", filter.most());
    return "r.id in (select m.annotationId from MeasurementRow m" + value.where() + ")";
  }

  /** Of a row that starts with id, project, user, the shared mark and the image's three UIDs. */
  static Ownership ownershipOf(Object[] row) {
    return new Ownership(
        (Long) row[0],
        (Long) row[1],
        (Long) row[2],
        (Boolean) row[3],
        new ImageReference((String) row[4], (String) row[5], (String) row[6]));
  }

  private static String visible(Visibility visibility, Conditions conditions) {
    List<String> ways = new ArrayList<>();
    if (visibility.memberships().everywhere()) {
      ways.add("r.userId = :" + conditions.parameter(visibility.userId()));
    } else if (!visibility.memberships().projects().isEmpty()) {
      String user = conditions.parameter(visibility.userId());
      String member = conditions.parameter(visibility.memberships().projects());
      ways.add("(r.userId = :" + user + " and r.projectId in :" + member + ")");
    }
    if (!visibility.scope().projects().isEmpty()) {
      ways.add("r.projectId in :" + conditions.parameter(visibility.scope().projects()));
    }
    if (visibility.seesShared()) {
      ways.add("r.shared = true");
    }
    return ways.isEmpty() ? "1 = 0" : "(" + String.join(" or ", ways) + ")";
  }
}
