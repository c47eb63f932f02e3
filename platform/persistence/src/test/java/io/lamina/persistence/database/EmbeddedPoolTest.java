package io.lamina.persistence.database;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.zaxxer.hikari.HikariConfig;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPoolTest {
  private static final int CONNECTIONS = 4;

  @TempDir private Path folder;

  /** As it does when a write fails; {@code DiskFullIT} does it with a disk that is full. */
  @Test
  void aDatabaseThatClosedItselfIsOpenedAnew() throws SQLException {
    try (EmbeddedPool pool = pool()) {
      execute(pool, "create table t (id int)");
      execute(pool, "insert into t values (7)");
      List<Connection> all = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        all.add(pool.getConnection());
      }
      for (Connection connection : all) {
        connection.close();
      }
      try (Connection other = database().getConnection();
          Statement statement = other.createStatement()) {
        statement.execute("shutdown immediately");
      }

      for (int i = 0; i < CONNECTIONS; i++) {
        try (Connection connection = pool.getConnection();
            Statement statement = connection.createStatement();
            ResultSet row = statement.executeQuery("select id from t")) {
          row.next();
          assertEquals(7, row.getInt(1));
        }
      }
    }
  }

  private static void execute(EmbeddedPool pool, String sql) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private JdbcDataSource database() {
    JdbcDataSource database = new JdbcDataSource();
    database.setURL("jdbc:h2:file:" + folder.resolve("db") + ";DB_CLOSE_DELAY=-1;WRITE_DELAY=0");
    return database;
  }

  private EmbeddedPool pool() {
    HikariConfig config = new HikariConfig();
    config.setMaximumPoolSize(CONNECTIONS);
    config.setDataSource(
        new DurableH2DataSource(database(), () -> {}, new DiskRoom(() -> Long.MAX_VALUE, 0)));
    return new EmbeddedPool(config);
  }
}
