package io.lamina.studies.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Numbers from sequences, many in one statement; the two databases spell it differently. */
final class Sequences {
  private Sequences() {}

  /**
   * @return so many numbers, ascending
   */
  static long[] next(Connection connection, String sequence, int count) throws SQLException {
    boolean h2 = "H2".equals(connection.getMetaData().getDatabaseProductName());
    String sql =
        h2
            ? "select next value for " + sequence + " from system_range(1, ?)"
            : "select nextval('" + sequence + "') from generate_series(1, ?)";
    return Database.query(connection, sql, List.of(count), row -> row.getLong(1)).stream()
        .mapToLong(Long::longValue)
        .sorted()
        .toArray();
  }
}
