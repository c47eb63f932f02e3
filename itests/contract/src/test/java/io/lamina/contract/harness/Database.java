package io.lamina.contract.harness;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;

/** Where a server keeps its rows. */
public enum Database {
  H2 {
    @Override
    public Map<String, String> environment() {
      return Map.of();
    }
  },
  /** A real server, one per run; each call makes a database of its own. */
  POSTGRESQL {
    @Override
    public Map<String, String> environment() {
      final String name = "lamina_" + UUID.randomUUID().toString().replace("-", "");
      try (var connection = Postgres.SERVER.getPostgresDatabase().getConnection();
          var statement = connection.createStatement()) {
        statement.execute("CREATE DATABASE " + name);
      } catch (SQLException e) {
        throw new IllegalStateException("PostgreSQL refused a database", e);
      }
      return Map.of(
          "LAMINA_DB_URL",
          "jdbc:postgresql://localhost:" + Postgres.SERVER.getPort() + "/" + name,
          "LAMINA_DB_USER",
          "postgres",
          "LAMINA_DB_PASSWORD",
          "postgres");
    }
  };

  /** The variables that let a server use it. */
  public abstract Map<String, String> environment();

  /** A holder: starts with the first use, and ends with this JVM. */
  private static final class Postgres {
    static final EmbeddedPostgres SERVER = start();

    private static EmbeddedPostgres start() {
      try {
        final EmbeddedPostgres server = EmbeddedPostgres.start();
        try (var connection = server.getPostgresDatabase().getConnection();
            var folder = connection.createStatement().executeQuery("SHOW data_directory")) {
          folder.next();
          Reaper.watch(Path.of(folder.getString(1)));
        }
        return server;
      } catch (IOException e) {
        throw new UncheckedIOException("The embedded PostgreSQL did not start", e);
      } catch (SQLException e) {
        throw new IllegalStateException("PostgreSQL does not say where it is", e);
      }
    }
  }
}
