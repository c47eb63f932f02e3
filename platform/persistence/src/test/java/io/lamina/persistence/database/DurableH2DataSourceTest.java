package io.lamina.persistence.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

class DurableH2DataSourceTest {
  private final List<String> seen = new ArrayList<>();

  @Test
  void aCommitIsFlushedAfterTheRowsAreThere() throws SQLException {
    JdbcDataSource database = database();
    DurableH2DataSource durable =
        new DurableH2DataSource(
            database,
            () -> {
              try (Connection other = database.getConnection();
                  var rows = other.createStatement().executeQuery("select count(*) from t")) {
                rows.next();
                seen.add("flush with " + rows.getInt(1) + " rows");
              } catch (SQLException e) {
                throw new IOException(e);
              }
            });
    try (Connection connection = durable.getConnection()) {
      connection.createStatement().execute("create table t (id int)");
      connection.setAutoCommit(false);
      connection.createStatement().execute("insert into t values (1)");
      assertEquals(List.of(), seen);
      connection.commit();
    }

    assertEquals(List.of("flush with 1 rows"), seen);
  }

  @Test
  void aCommitThatCannotBeFlushedFails() throws SQLException {
    DurableH2DataSource durable =
        new DurableH2DataSource(
            database(),
            () -> {
              throw new IOException("disk gone");
            });
    try (Connection connection = durable.getConnection()) {
      connection.setAutoCommit(false);
      SQLException refused = assertThrows(SQLException.class, connection::commit);
      assertEquals("58030", refused.getSQLState());
    }
  }

  @Test
  void anErrorOfTheDatabaseReachesTheCallerUnchanged() throws SQLException {
    DurableH2DataSource durable = new DurableH2DataSource(database(), () -> seen.add("flush"));
    try (Connection connection = durable.getConnection()) {
      assertThrows(SQLException.class, () -> connection.prepareStatement("select nonsense"));
    }
  }

  private static JdbcDataSource database() {
    JdbcDataSource database = new JdbcDataSource();
    database.setURL("jdbc:h2:mem:durable-" + System.nanoTime() + ";DB_CLOSE_DELAY=-1");
    return database;
  }
}
