package io.lamina.persistence.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.TimeUnit;

/**
 * Gives out no connection of a database that closed itself: H2 does so when it cannot write, opens
 * the file anew for the next new connection, and lets those it had say for ever that they are
 * valid. The pool asks them only after half a second of rest, so this asks each time.
 */
final class EmbeddedPool extends HikariDataSource {
  EmbeddedPool(HikariConfig config) {
    super(config);
  }

  @Override
  public Connection getConnection() throws SQLException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(getConnectionTimeout());
    do {
      Connection connection = super.getConnection();
      if (connection.isValid(0)) {
        return connection;
      }
      evictConnection(connection);
    } while (System.nanoTime() < end);
    throw new SQLTransientConnectionException(
        "The database closes itself again and again", "08006");
  }
}
