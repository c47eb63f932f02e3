package io.lamina.studies.store;

import io.lamina.persistence.Conflicts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.aries.jpa.template.JpaTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Transactions and statements over the connection of the persistence unit. */
final class Database {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);
  private static final int TRIES = 8;

  /** Values a statement asks for at once; longer lists take several statements. */
  private static final int MOST_VALUES = 512;

  private final JpaTemplate jpa;

  Database(JpaTemplate jpa) {
    this.jpa = jpa;
  }

  @FunctionalInterface
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  @FunctionalInterface
  interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  /** One transaction. */
  <T> T run(Work<T> work) {
    return jpa.txExpr(
        em -> {
          try {
            return work.on(em.unwrap(Connection.class));
          } catch (SQLException e) {
            throw new DatabaseException(e);
          }
        });
  }

  /** One transaction, again from its start where another one came between (D-18). */
  <T> T runUntilAlone(Work<T> work) {
    for (int tried = 1; ; tried++) {
      try {
        return run(work);
      } catch (RuntimeException e) {
        if (tried == TRIES || !Conflicts.cause(e)) {
          throw e;
        }
        LOG.debug("Transaction repeated after a conflict, try {}", tried, e);
        pause(tried);
      }
    }
  }

  /**
   * Rows for a list of values of any length.
   *
   * @param sql with one {@code %s} where the list of place-holders goes
   * @param before values of the place-holders before the list
   */
  static <T> List<T> forAll(
      Connection connection, String sql, List<?> before, Collection<?> values, Row<T> row)
      throws SQLException {
    List<T> found = new ArrayList<>();
    List<?> all = List.copyOf(values);
    for (int from = 0; from < all.size(); from += MOST_VALUES) {
      List<?> part = all.subList(from, Math.min(all.size(), from + MOST_VALUES));
      // few different lengths, so that statements are prepared once: the last value fills up
      int places = Math.max(1, Integer.highestOneBit(2 * part.size() - 1));
      String list = "?" + ", ?".repeat(places - 1);
      try (PreparedStatement statement = connection.prepareStatement(String.format(sql, list))) {
        int index = set(statement, 1, before);
        for (int i = 0; i < places; i++) {
          statement.setObject(index++, part.get(Math.min(i, part.size() - 1)));
        }
        read(statement, row, found);
      }
    }
    return found;
  }

  static <T> List<T> query(Connection connection, String sql, List<?> values, Row<T> row)
      throws SQLException {
    List<T> found = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      set(statement, 1, values);
      read(statement, row, found);
    }
    return found;
  }

  /** Values may be null. */
  static int update(Connection connection, String sql, List<?> values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      set(statement, 1, values);
      return statement.executeUpdate();
    }
  }

  /** One statement for many rows of values. */
  static void batch(Connection connection, String sql, List<List<?>> rows) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int waiting = 0;
      for (List<?> row : rows) {
        set(statement, 1, row);
        statement.addBatch();
        if (++waiting == MOST_VALUES) {
          statement.executeBatch();
          waiting = 0;
        }
      }
      if (waiting > 0) {
        statement.executeBatch();
      }
    }
  }

  static Integer integer(ResultSet row, int column) throws SQLException {
    int value = row.getInt(column);
    return row.wasNull() ? null : value;
  }

  static Long number(ResultSet row, int column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }

  static Double decimal(ResultSet row, int column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? null : value;
  }

  private static int set(PreparedStatement statement, int first, List<?> values)
      throws SQLException {
    int index = first;
    for (Object value : values) {
      statement.setObject(index++, value);
    }
    return index;
  }

  private static <T> void read(PreparedStatement statement, Row<T> row, List<T> found)
      throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        found.add(row.of(rows));
      }
    }
  }

  private static void pause(int tried) {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(1, 5L << tried));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for another transaction", e);
    }
  }

  /** What the database said, for the log. */
  static final class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatabaseException(SQLException cause) {
      super("The database refused a statement", cause);
    }
  }
}
