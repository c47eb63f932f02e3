package io.lamina.persistence.database;

import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.persistence.DatabaseSnapshots;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipFile;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/**
 * Copies of the embedded database by its own BACKUP, encrypted as it is. Each copy is opened, which
 * rolls back what was under way, and read through from end to end before anybody relies on it.
 */
final class H2Snapshots implements DatabaseSnapshots {
  /** Columns whose values are not in their row. */
  private static final Set<Integer> LARGE = Set.of(Types.CLOB, Types.BLOB, Types.NCLOB);

  /** One database in its file's name. */
  private static final String NAME = "lamina";

  private static final String SUFFIX = ".mv.db";

  /** The copy is closed as it is: compacting it takes many times as long as copying it. */
  private static final String OPTIONS = ";IFEXISTS=TRUE;MAX_COMPACT_TIME=0";

  /** A copy of some hundred megabytes; whoever commits after that may wait. */
  private static final Duration FREE = Duration.ofSeconds(5);

  /** Half of what the pool lets others wait for a connection, which a waiting commit keeps. */
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private static final Duration MOMENT = Duration.ofSeconds(1);

  /** Left free on the database's own disk. */
  private static final long RESERVE = 256L << 20;

  private final DatabaseSettings settings;
  private final DataSource database;
  private final CommitGate gate;
  private final Path archive;

  H2Snapshots(DatabaseSettings settings, DataSource database, CommitGate gate) {
    this.settings = settings;
    this.database = database;
    this.gate = gate;
    this.archive = settings.file().resolveSibling("backup.zip");
    try {
      // a copy that a crash ended
      Files.deleteIfExists(archive);
    } catch (IOException e) {
      throw new UncheckedIOException("The folder of the database cannot be written", e);
    }
  }

  @Override
  public String product() {
    return "h2";
  }

  @Override
  public void requireTools() throws IOException {
    long free = Files.getFileStore(archive.getParent()).getUsableSpace();
    if (free - RESERVE < Files.size(settings.file())) {
      throw new LaminaException(
          ErrorKind.INSUFFICIENT_STORAGE,
          "There is not enough room on the disk of the data folder: a copy of the database is made"
              + " there first. Nothing was written");
    }
  }

  @Override
  public long bytes() throws IOException {
    return Files.size(settings.file());
  }

  @Override
  public Snapshot take(Path folder) throws SQLException, IOException {
    try {
      copyHere();
      String fileName = settings.file().getFileName().toString();
      try (ZipFile zip = new ZipFile(archive.toFile());
          InputStream copy = zip.getInputStream(zip.getEntry(fileName))) {
        Files.copy(copy, folder.resolve(NAME + SUFFIX));
      }
    } finally {
      Files.deleteIfExists(archive);
    }
    return new Copy(open(folder.resolve(NAME)));
  }

  /** On the database's own disk: commits wait for it, and never for a slow target. */
  private void copyHere() throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement backup = connection.prepareStatement("BACKUP TO ?")) {
      backup.setString(1, archive.toString());
      gate.closeAfter(FREE, PAUSE, MOMENT, backup::execute);
    }
  }

  private Connection open(Path base) throws SQLException, IOException {
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
    } catch (SQLException | IOException e) {
      shutDown(connection);
      throw e;
    }
  }

  /** Every row, with the large values that lie elsewhere in the file. */
  private static void readThrough(Connection connection) throws SQLException, IOException {
    try (Statement statement = connection.createStatement()) {
      // rows come from the file as they are read, not through a buffer of all
      statement.execute("SET LAZY_QUERY_EXECUTION 1");
      for (String table : tables(connection)) {
        try (ResultSet rows = statement.executeQuery("SELECT * FROM " + table)) {
          List<Integer> large = large(rows.getMetaData());
          while (rows.next()) {
            rows.getObject(1);
            for (int column : large) {
              readThrough(rows.getBinaryStream(column));
            }
          }
        }
      }
      statement.execute("SET LAZY_QUERY_EXECUTION 0");
    }
  }

  private static List<Integer> large(ResultSetMetaData about) throws SQLException {
    List<Integer> columns = new ArrayList<>();
    for (int column = 1; column <= about.getColumnCount(); column++) {
      if (LARGE.contains(about.getColumnType(column))) {
        columns.add(column);
      }
    }
    return columns;
  }

  /**
   * @param value null where the row has none
   */
  private static void readThrough(InputStream value) throws IOException {
    if (value != null) {
      try (value) {
        value.transferTo(OutputStream.nullOutputStream());
      }
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
