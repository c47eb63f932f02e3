package io.lamina.masks.store;

import io.lamina.masks.domain.Listing;
import io.lamina.masks.domain.Page;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javax.persistence.EntityManager;
import javax.persistence.TypedQuery;

/** The where clause of a list, built from the filters that were given; values are parameters. */
final class Conditions {
  private final List<String> clauses = new ArrayList<>();
  private final Map<String, Object> parameters = new LinkedHashMap<>();

  /** Adds {@code path = value}, unless the value is null. */
  Conditions equal(String path, Object value) {
    if (value != null) {
      clauses.add(path + " = :" + parameter(value));
    }
    return this;
  }

  Conditions clause(String clause) {
    clauses.add(clause);
    return this;
  }

  /** A parameter's name for use in a clause. */
  String parameter(Object value) {
    String name = "p" + parameters.size();
    parameters.put(name, value);
    return name;
  }

  <R, T> Listing<T> list(
      EntityManager em, Class<R> row, String order, Page page, Function<R, T> toDomain) {
    long total = count(em, row);
    return new Listing<>(items(em, row, order, page, toDomain), total);
  }

  /** Ids of the rows, in order. */
  Listing<Long> ids(EntityManager em, Class<?> row, Page page) {
    long total = count(em, row);
    if (page.offset() > Integer.MAX_VALUE) {
      return new Listing<>(List.of(), total);
    }
    List<Long> ids =
        bound(em.createQuery("select r.id" + from(row) + " order by r.id", Long.class))
            .setFirstResult((int) page.offset())
            .setMaxResults(page.limit())
            .getResultList();
    return new Listing<>(List.copyOf(ids), total);
  }

  <R, T> List<T> items(
      EntityManager em, Class<R> row, String order, Page page, Function<R, T> toDomain) {
    if (page.offset() > Integer.MAX_VALUE) {
      return List.of();
    }
    return bound(em.createQuery("select r" + from(row) + " order by " + order, row))
        .setFirstResult((int) page.offset())
        .setMaxResults(page.limit())
        .getResultList()
        .stream()
        .map(toDomain)
        .toList();
  }

  private long count(EntityManager em, Class<?> row) {
    return bound(em.createQuery("select count(r)" + from(row), Long.class)).getSingleResult();
  }

  private String from(Class<?> row) {
    String where = clauses.isEmpty() ? "" : " where " + String.join(" and ", clauses);
    return " from " + row.getSimpleName() + " r" + where;
  }

  private <Q> TypedQuery<Q> bound(TypedQuery<Q> query) {
    parameters.forEach(query::setParameter);
    return query;
  }
}
