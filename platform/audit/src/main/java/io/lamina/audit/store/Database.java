package io.lamina.audit.store;

import io.lamina.persistence.LastRoom;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Transactions and single statements on the platform's database. */
final class Database {
  private final DataSource source;

  Database(DataSource source) {
    this.source = source;
  }

  @FunctionalInterface
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /** One transaction. */
  <T> T inTransaction(Work<T> work) {
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      // what is not told of is not shown: reading goes on where changes find the disk full
      LastRoom.use(connection);
      try {
        T result = work.on(connection);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      }
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  /** Statements that only read, each for itself. */
  <T> T reading(Work<T> work) {
    try (Connection connection = source.getConnection()) {
      return work.on(connection);
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  /** What the database said, for the log. */
  static final class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatabaseException(SQLException cause) {
      super("The database refused a statement of the audit trail", cause);
    }
  }
}
