package io.lamina.persistence.database;

import io.lamina.persistence.DatabaseSnapshots;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

/**
 * Copies by pg_dump. A transaction of ours exports its snapshot, which pg_dump reads too: what our
 * connection shows is to the row what the file has.
 */
final class PostgresSnapshots implements DatabaseSnapshots {
  private final DataSource database;
  private final PostgresTool tool;

  PostgresSnapshots(DatabaseSettings settings, DataSource database) {
    this.database = database;
    this.tool = PostgresTool.of(settings.url(), settings.user(), settings.password());
  }

  @Override
  public String product() {
    return "postgresql";
  }

  @Override
  public void requireTools() throws IOException, InterruptedException {
    try (Connection connection = database.getConnection()) {
      tool.require("pg_dump", connection.getMetaData().getDatabaseMajorVersion());
    } catch (SQLException e) {
      throw new IOException("The database does not answer", e);
    }
  }

  @Override
  public long bytes() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet size = statement.executeQuery("select pg_database_size(current_database())")) {
      size.next();
      return size.getLong(1);
    }
  }

  @Override
  public Snapshot take(Path folder) throws SQLException, IOException, InterruptedException {
    Connection connection = database.getConnection();
    Copy copy = new Copy(connection);
    try {
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setReadOnly(true);
      tool.run(
          List.of(
              "pg_dump",
              "--format=custom",
              "--no-owner",
              "--no-privileges",
              "--snapshot=" + exported(connection),
              "--file=" + folder.resolve("lamina.pgdump")));
      return copy;
    } catch (SQLException | IOException | InterruptedException | RuntimeException e) {
      copy.close();
      throw e;
    }
  }

  private static String exported(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet id = statement.executeQuery("select pg_export_snapshot()")) {
      id.next();
      return id.getString(1);
    }
  }

  private record Copy(Connection connection) implements Snapshot {
    @Override
    public void close() throws IOException {
      try (connection) {
        connection.rollback();
        connection.setReadOnly(false);
      } catch (SQLException e) {
        throw new IOException("The transaction of the copy did not end", e);
      }
    }
  }
}
