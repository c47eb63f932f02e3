package io.lamina.accounts.store;

import io.lamina.accounts.domain.Project;
import io.lamina.accounts.domain.Projects;
import io.lamina.accounts.domain.Slice;
import io.lamina.api.error.LaminaException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.persistence.LockModeType;
import javax.persistence.TypedQuery;
import org.apache.aries.jpa.template.JpaTemplate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Projects in the database. */
@Component(service = Projects.class)
public final class JpaProjects implements Projects {
  private final JpaTemplate jpa;

  @Activate
  public JpaProjects(
      @Reference(target = "(osgi.unit.name=accounts)") JpaTemplate jpa, @Reference Schema schema) {
    this(jpa);
  }

  JpaProjects(JpaTemplate jpa) {
    this.jpa = jpa;
  }

  @Override
  public Project add(Project.Details details, boolean active, long creator, String creatorRole) {
    return jpa.txExpr(
        em -> {
          Instant now = Times.now();
          ProjectRow row = new ProjectRow();
          row.set(details);
          row.active = active;
          row.createdBy = creator;
          row.createdAt = Times.column(now);
          row.updatedAt = Times.column(now);
          em.persist(row);
          em.flush();
          em.persist(MemberRow.of(row.id, creator, creatorRole, now));
          return row.toProject();
        });
  }

  @Override
  public Optional<Project> byId(long id) {
    return jpa.txExpr(
        em -> Optional.ofNullable(em.find(ProjectRow.class, id)).map(ProjectRow::toProject));
  }

  @Override
  public Slice<Project> list(Optional<Set<Long>> only, long offset, int limit) {
    if (only.isPresent() && only.get().isEmpty()) {
      return new Slice<>(List.of(), 0);
    }
    String where = only.isPresent() ? " where p.id in :only" : "";
    return jpa.txExpr(
        em -> {
          TypedQuery<ProjectRow> rows =
              em.createQuery(
                  "select p from ProjectRow p" + where + " order by p.id", ProjectRow.class);
          TypedQuery<Long> total =
              em.createQuery("select count(p) from ProjectRow p" + where, Long.class);
          only.ifPresent(
              ids -> {
                rows.setParameter("only", ids);
                total.setParameter("only", ids);
              });
          return new Slice<>(
              rows
                  .setFirstResult(Math.toIntExact(Math.min(offset, Integer.MAX_VALUE)))
                  .setMaxResults(limit)
                  .getResultList()
                  .stream()
                  .map(ProjectRow::toProject)
                  .toList(),
              total.getSingleResult());
        });
  }

  @Override
  public Project update(long id, UnaryOperator<Project> change) {
    return Conflicts.refusing(
        "This project exists",
        () ->
            jpa.txExpr(
                em -> {
                  ProjectRow row = em.find(ProjectRow.class, id, LockModeType.PESSIMISTIC_WRITE);
                  if (row == null) {
                    throw LaminaException.notFound("Project " + id + " was not found");
                  }
                  Project after = change.apply(row.toProject());
                  row.set(after.details());
                  row.active = after.active();
                  row.updatedAt = Times.column(Times.now());
                  return row.toProject();
                }));
  }

  @Override
  public Set<Long> named(Collection<String> names) {
    if (names.isEmpty()) {
      return Set.of();
    }
    return jpa.txExpr(
        em ->
            new HashSet<>(
                em.createQuery(
                        "select p.id from ProjectRow p where p.active = true and p.name in :names",
                        Long.class)
                    .setParameter("names", names)
                    .getResultList()));
  }
}
