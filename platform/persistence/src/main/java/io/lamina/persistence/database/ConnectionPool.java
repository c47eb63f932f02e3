package io.lamina.persistence.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.lamina.api.metrics.Metric;
import io.lamina.persistence.DatabaseSnapshots;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The pool of one database; closing it closes the database in order. */
final class ConnectionPool implements Closeable {
  private final DatabaseSettings settings;
  private final FlushedFile file;
  private final DiskRoom room;
  private final DurableH2DataSource embedded;
  private final HikariDataSource pool;

  /** Connects; throws when the database does not answer. */
  ConnectionPool(DatabaseSettings settings) {
    this.settings = settings;
    HikariConfig config = new HikariConfig();
    config.setPoolName("lamina");
    config.setMaximumPoolSize(settings.poolSize());
    config.setMinimumIdle(1);
    config.setConnectionTimeout(10_000);
    config.setInitializationFailTimeout(5_000);
    if (settings.isEmbedded()) {
      file = new FlushedFile(settings.file());
      room = DiskRoom.of(settings.file(), settings.reserve());
      embedded = new DurableH2DataSource(h2(settings), file, room);
      config.setDataSource(embedded);
    } else {
      file = null;
      room = new DiskRoom(() -> Long.MAX_VALUE, 0);
      embedded = null;
      config.setDataSource(postgresql(settings));
    }
    pool = settings.isEmbedded() ? new EmbeddedPool(config) : new HikariDataSource(config);
  }

  private static JdbcDataSource h2(DatabaseSettings settings) {
    try {
      Files.createDirectories(
          settings.file().getParent(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw new UncheckedIOException("The data folder cannot be written", e);
    }
    JdbcDataSource database = new JdbcDataSource();
    database.setURL(settings.url());
    database.setUser(settings.user());
    database.setPassword(settings.password());
    return database;
  }

  private static PGSimpleDataSource postgresql(DatabaseSettings settings) {
    PGSimpleDataSource database = new PGSimpleDataSource();
    database.setUrl(settings.url());
    if (!settings.user().isEmpty()) {
      database.setUser(settings.user());
      database.setPassword(settings.password());
    }
    database.setApplicationName("lamina");
    database.setTcpKeepAlive(true);
    // Many rows of one statement in one round trip.
    database.setReWriteBatchedInserts(true);
    return database;
  }

  DataSource dataSource() {
    return pool;
  }

  /** What is watched of the pool. */
  List<Metric> metrics() {
    HikariPoolMXBean now = pool.getHikariPoolMXBean();
    return List.of(
        Metric.gauge(
            "lamina_database_connections_active",
            "Connections in use.",
            now.getActiveConnections()),
        Metric.gauge(
            "lamina_database_connections_idle",
            "Connections that wait for use.",
            now.getIdleConnections()),
        Metric.gauge(
            "lamina_database_connections_most",
            "Most connections of the pool.",
            settings.poolSize()),
        Metric.gauge(
            "lamina_database_queue_length",
            "Threads that wait for a connection.",
            now.getThreadsAwaitingConnection()));
  }

  DatabaseSnapshots snapshots() {
    return settings.isEmbedded()
        ? new H2Snapshots(settings, pool, embedded.gate())
        : new PostgresSnapshots(settings, pool);
  }

  /** Throws when the database does not answer within a second. */
  void check() throws SQLException {
    try (Connection connection = pool.getConnection()) {
      if (!connection.isValid(1)) {
        throw new SQLException("The database does not answer");
      }
    }
  }

  /** Whether changes are accepted; where it is no disk of ours, its server says it. */
  boolean hasRoom() {
    try {
      return room.isThere(false);
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      if (embedded != null) {
        try (Connection connection = embedded.getConnection();
            Statement statement = connection.createStatement()) {
          pool.close();
          statement.execute("SHUTDOWN");
        }
        file.close();
      }
    } catch (SQLException | IOException e) {
      throw new IllegalStateException("The " + settings.product() + " database did not close", e);
    } finally {
      pool.close();
    }
  }
}
