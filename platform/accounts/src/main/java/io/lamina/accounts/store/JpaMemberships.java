package io.lamina.accounts.store;

import io.lamina.accounts.domain.Membership;
import io.lamina.accounts.domain.Memberships;
import io.lamina.accounts.domain.Slice;
import io.lamina.api.error.LaminaException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.persistence.EntityManager;
import javax.persistence.LockModeType;
import org.apache.aries.jpa.template.JpaTemplate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Memberships in the database. */
@Component(service = Memberships.class)
public final class JpaMemberships implements Memberships {
  private final JpaTemplate jpa;

  @Activate
  public JpaMemberships(
      @Reference(target = "(osgi.unit.name=accounts)") JpaTemplate jpa, @Reference Schema schema) {
    this(jpa);
  }

  JpaMemberships(JpaTemplate jpa) {
    this.jpa = jpa;
  }

  @Override
  public Map<Long, String> rolesOf(long user) {
    return jpa.txExpr(
        em ->
            em
                .createQuery(
                    "select m from MemberRow m, ProjectRow p where p.id = m.projectId"
                        + " and p.active = true and m.userId = :user",
                    MemberRow.class)
                .setParameter("user", user)
                .getResultList()
                .stream()
                .collect(Collectors.toUnmodifiableMap(row -> row.projectId, row -> row.role)));
  }

  @Override
  public Optional<Membership> find(long project, long user) {
    return jpa.txExpr(
        em ->
            Optional.ofNullable(em.find(MemberRow.class, new MemberRow.Key(project, user)))
                .map(row -> membership(em, row)));
  }

  @Override
  public Slice<Membership> membersOf(long project, long offset, int limit) {
    return jpa.txExpr(
        em -> {
          List<Membership> members =
              em
                  .createQuery(
                      "select m, u.username from MemberRow m, UserRow u where u.id = m.userId"
                          + " and m.projectId = :project order by m.userId",
                      Object[].class)
                  .setParameter("project", project)
                  .setFirstResult(Math.toIntExact(Math.min(offset, Integer.MAX_VALUE)))
                  .setMaxResults(limit)
                  .getResultList()
                  .stream()
                  .map(row -> ((MemberRow) row[0]).toMembership((String) row[1]))
                  .toList();
          long total =
              em.createQuery(
                      "select count(m) from MemberRow m where m.projectId = :project", Long.class)
                  .setParameter("project", project)
                  .getSingleResult();
          return new Slice<>(members, total);
        });
  }

  @Override
  public Membership add(long project, long user, String role) {
    String taken = "User " + user + " is a member of project " + project + " already";
    return Conflicts.refusing(
        taken,
        () ->
            jpa.txExpr(
                em -> {
                  if (em.find(MemberRow.class, new MemberRow.Key(project, user)) != null) {
                    throw Conflicts.alreadyExists(taken);
                  }
                  MemberRow row = MemberRow.of(project, user, role, Times.now());
                  em.persist(row);
                  em.flush();
                  return membership(em, row);
                }));
  }

  @Override
  public Membership changeRole(long project, long user, String role, Set<String> oneMustKeep) {
    return change(
        project,
        user,
        oneMustKeep,
        (em, row) -> {
          row.role = role;
          return membership(em, row);
        });
  }

  @Override
  public void remove(long project, long user, Set<String> oneMustKeep) {
    change(
        project,
        user,
        oneMustKeep,
        (em, row) -> {
          Membership gone = membership(em, row);
          em.remove(row);
          return gone;
        });
  }

  private interface Change {
    Membership apply(EntityManager em, MemberRow row);
  }

  private Membership change(long project, long user, Set<String> oneMustKeep, Change change) {
    return Conflicts.refusing(
        "This membership exists",
        () ->
            jpa.txExpr(
                em -> {
                  // Held until the commit, so that two managers cannot remove each other.
                  em.find(ProjectRow.class, project, LockModeType.PESSIMISTIC_WRITE);
                  MemberRow row = em.find(MemberRow.class, new MemberRow.Key(project, user));
                  if (row == null) {
                    throw LaminaException.notFound(
                        "User " + user + " is no member of project " + project);
                  }
                  boolean matters = oneMustKeep.contains(row.role);
                  Membership changed = change.apply(em, row);
                  JpaInvitations.endMadeBy(em, user, project);
                  em.flush();
                  if (matters && holders(em, project, oneMustKeep) == 0) {
                    throw LaminaException.conflict(
                        "He is the last manager of the project. Make somebody else a manager"
                            + " first");
                  }
                  return changed;
                }));
  }

  private static long holders(EntityManager em, long project, Set<String> roles) {
    return em.createQuery(
            "select count(m) from MemberRow m, UserRow u where u.id = m.userId"
                + " and u.active = true and m.projectId = :project and m.role in :roles",
            Long.class)
        .setParameter("project", project)
        .setParameter("roles", roles)
        .getSingleResult();
  }

  private static Membership membership(EntityManager em, MemberRow row) {
    return row.toMembership(em.find(UserRow.class, row.userId).username);
  }
}
