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
  private final Map<String, Object> parameters;

  Conditions() {
    this(new LinkedHashMap<>());
  }

  private Conditions(Map<String, Object> parameters) {
    this.parameters = parameters;
  }

  /** Conditions of a query inside of this one, which binds the parameters of both. */
  Conditions nested() {
    return new Conditions(parameters);
  }

  /** Adds {@code path = value}, unless the value is null. */
  Conditions equal(String path, Object value) {
    return compared(path, "=", value);
  }

  /** Adds {@code path >= value}, unless the value is null. */
  Conditions atLeast(String path, Object value) {
    return compared(path, ">=", value);
  }

  /** Adds {@code path <= value}, unless the value is null. */
  Conditions atMost(String path, Object value) {
    return compared(path, "<=", value);
  }

  private Conditions compared(String path, String operator, Object value) {
    if (value != null) {
      clauses.add(path + " " + operator + " :" + parameter(value));
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

  /** One number of each row, in order. */
  Listing<Long> keys(EntityManager em, Class<?> row, String key, String order, Page page) {
    // count(r) of a row with a key of two columns is no SQL that H2 has
    long total =
        bound(em.createQuery("select count(" + key + ")" + from(row), Long.class))
            .getSingleResult();
    if (page.offset() > Integer.MAX_VALUE) {
      return new Listing<>(List.of(), total);
    }
    List<Long> ids =
        bound(em.createQuery("select " + key + from(row) + " order by " + order, Long.class))
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
    return " from " + row.getSimpleName() + " r" + where();
  }

  /** The clause itself; empty where nothing restricts. */
  String where() {
    return clauses.isEmpty() ? "" : " where " + String.join(" and ", clauses);
  }

  private <Q> TypedQuery<Q> bound(TypedQuery<Q> query) {
    parameters.forEach(query::setParameter);
    return query;
  }
}
