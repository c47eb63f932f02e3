package io.lamina.persistence.database;

import io.lamina.persistence.DatabaseSnapshots;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipFile;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/**
 * Copies of the embedded database by its own BACKUP, encrypted as it is. Each copy is opened, which
 * rolls back what was under way, and read through from end to end before anybody relies on it.
 */
final class H2Snapshots implements DatabaseSnapshots {
  /** One database in its file's name. */
  private static final String NAME = "lamina";

  private static final String SUFFIX = ".mv.db";

  /** The copy is closed as it is: compacting it takes many times as long as copying it. */
  private static final String OPTIONS = ";IFEXISTS=TRUE;MAX_COMPACT_TIME=0";

  /** A copy of some hundred megabytes; whoever commits after that waits for the rest of it. */
  private static final Duration FREE = Duration.ofSeconds(5);

  private final DatabaseSettings settings;
  private final DataSource database;
  private final CommitGate gate;

  H2Snapshots(DatabaseSettings settings, DataSource database, CommitGate gate) {
    this.settings = settings;
    this.database = database;
    this.gate = gate;
  }

  @Override
  public String product() {
    return "h2";
  }

  @Override
  public void requireTools() {
    // H2 brings its own
  }

  @Override
  public long bytes() throws IOException {
    // the archive that BACKUP writes, and what is taken out of it
    return 2 * Files.size(settings.file());
  }

  @Override
  public Snapshot take(Path folder) throws SQLException, IOException {
    Path archive = folder.resolve("h2.zip");
    try (Connection connection = database.getConnection();
        PreparedStatement backup = connection.prepareStatement("BACKUP TO ?")) {
      backup.setString(1, archive.toString());
      gate.closeAfter(FREE, backup::execute);
    }
    String fileName = settings.file().getFileName().toString();
    try (ZipFile zip = new ZipFile(archive.toFile());
        InputStream copy = zip.getInputStream(zip.getEntry(fileName))) {
      Files.copy(copy, folder.resolve(NAME + SUFFIX));
    }
    Files.delete(archive);
    return new Copy(open(folder.resolve(NAME)));
  }

  private Connection open(Path base) throws SQLException {
    String live = settings.file().toString();
    live = live.substring(0, live.length() - SUFFIX.length());
    JdbcDataSource copy = new JdbcDataSource();
    copy.setURL(settings.url().replace(live, base.toString()) + OPTIONS);
    copy.setUser(settings.user());
    copy.setPassword(settings.password());
    Connection connection = copy.getConnection();
    try {
      readThrough(connection);
      return connection;
    } catch (SQLException e) {
      shutDown(connection);
      throw e;
    }
  }

  /** Every row: each page of the file has a check sum. */
  private static void readThrough(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      // rows come from the file as they are read, not through a buffer of all
      statement.execute("SET LAZY_QUERY_EXECUTION 1");
      for (String table : tables(connection)) {
        try (ResultSet rows = statement.executeQuery("SELECT * FROM " + table)) {
          while (rows.next()) {
            rows.getObject(1);
          }
        }
      }
      statement.execute("SET LAZY_QUERY_EXECUTION 0");
    }
  }

  private static List<String> tables(Connection connection) throws SQLException {
    DatabaseMetaData about = connection.getMetaData();
    List<String> tables = new ArrayList<>();
    try (ResultSet rows = about.getTables(null, "PUBLIC", "%", new String[] {"BASE TABLE"})) {
      while (rows.next()) {
        tables.add("PUBLIC.\"" + rows.getString("TABLE_NAME").replace("\"", "\"\"") + "\"");
      }
    }
    return tables;
  }

  private static void shutDown(Connection connection) throws SQLException {
    try (connection;
        Statement statement = connection.createStatement()) {
      statement.execute("SHUTDOWN");
    }
  }

  private record Copy(Connection connection) implements Snapshot {
    @Override
    public void close() throws IOException {
      try {
        shutDown(connection);
      } catch (SQLException e) {
        throw new IOException("The copy of the database did not close", e);
      }
    }
  }
}
