package io.lamina.testkit;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * One empty database of its own for a test: where it is, and how it goes away. Its name is random,
 * so that tests may run at once.
 */
abstract class DatabaseServer {
  private static final int CONNECTIONS = 8;

  /** As production's database is addressed. */
  private static final String H2_OPTIONS =
      ";DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0;LOCK_TIMEOUT=10000";

  /** A pool over the database, as the platform has one. */
  HikariDataSource connect() {
    HikariConfig config = new HikariConfig();
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(0);
    config.setConnectionTimeout(20_000);
    address(config);
    return new HikariDataSource(config);
  }

  abstract void address(HikariConfig config);

  /** Removes the database; the pool over it is closed. */
  abstract void drop();

  /** The name a test run shows. */
  @Override
  public abstract String toString();

  /** Lives until it is dropped, also while no pool is open. */
  static DatabaseServer h2InMemory() {
    String url = "jdbc:h2:mem:" + randomName() + H2_OPTIONS + ";DB_CLOSE_DELAY=-1";
    return new DatabaseServer() {
      @Override
      void address(HikariConfig config) {
        h2(config, url);
      }

      @Override
      void drop() {
        try (HikariDataSource pool = connect();
            Connection connection = pool.getConnection();
            Statement statement = connection.createStatement()) {
          statement.execute("SET DB_CLOSE_DELAY 0");
        } catch (SQLException e) {
          throw new IllegalStateException("The H2 database did not go away", e);
        }
      }

      @Override
      public String toString() {
        return "H2";
      }
    };
  }

  /** On disk, with the URL's options of production: what is committed is in the file. */
  static DatabaseServer h2File() {
    Path folder;
    try {
      folder = Files.createTempDirectory("lamina-h2-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new DatabaseServer() {
      @Override
      void address(HikariConfig config) {
        h2(config, "jdbc:h2:file:" + folder.resolve("lamina") + H2_OPTIONS);
      }

      @Override
      void drop() {
        try (Stream<Path> all = Files.walk(folder)) {
          for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(path);
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }

      @Override
      public String toString() {
        return "H2 file";
      }
    };
  }

  /** On the one PostgreSQL server of this JVM, which starts with the first call. */
  static DatabaseServer postgres() {
    String name = randomName();
    Postgres.execute("CREATE DATABASE " + name);
    return new DatabaseServer() {
      @Override
      void address(HikariConfig config) {
        config.setJdbcUrl(Postgres.SERVER.getJdbcUrl("postgres", name));
        config.setUsername("postgres");
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
      }

      @Override
      void drop() {
        Postgres.execute("DROP DATABASE " + name + " WITH (FORCE)");
      }

      @Override
      public String toString() {
        return "PostgreSQL";
      }
    };
  }

  private static void h2(HikariConfig config, String url) {
    config.setJdbcUrl(url);
    config.setUsername("sa");
    config.setPassword("");
  }

  private static String randomName() {
    return "t" + UUID.randomUUID().toString().replace("-", "");
  }

  /** A holder: the server starts when it is first used, and ends with the JVM by its own hook. */
  private static final class Postgres {
    static final EmbeddedPostgres SERVER = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.start();
      } catch (IOException e) {
        throw new UncheckedIOException("The embedded PostgreSQL did not start", e);
      }
    }

    static void execute(String sql) {
      try (Connection connection = SERVER.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute(sql);
      } catch (SQLException e) {
        throw new IllegalStateException("PostgreSQL refused: " + sql, e);
      }
    }
  }
}
