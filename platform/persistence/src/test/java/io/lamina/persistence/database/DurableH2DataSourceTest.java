package io.lamina.persistence.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lamina.persistence.LastRoom;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

class DurableH2DataSourceTest {
  private static final DiskRoom ROOMY = new DiskRoom(() -> Long.MAX_VALUE, 0);

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
            },
            ROOMY);
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
            },
            ROOMY);
    try (Connection connection = durable.getConnection()) {
      connection.setAutoCommit(false);
      SQLException refused = assertThrows(SQLException.class, connection::commit);
      assertEquals("58030", refused.getSQLState());
    }
  }

  @Test
  void anErrorOfTheDatabaseReachesTheCallerUnchanged() throws SQLException {
    DurableH2DataSource durable =
        new DurableH2DataSource(database(), () -> seen.add("flush"), ROOMY);
    try (Connection connection = durable.getConnection()) {
      assertThrows(SQLException.class, () -> connection.prepareStatement("select nonsense"));
    }
  }

  @Test
  void changesStopBeforeTheDiskIsFullAndReadingGoesOn() throws SQLException {
    AtomicLong free = new AtomicLong(1000);
    DurableH2DataSource durable =
        new DurableH2DataSource(database(), () -> {}, new DiskRoom(free::get, 800));
    try (Connection connection = durable.getConnection()) {
      connection.createStatement().execute("create table t (id int)");
      connection.setAutoCommit(false);
      insert(connection);
      connection.commit();

      free.set(799);
      insert(connection);
      assertEquals("53100", assertThrows(SQLException.class, connection::commit).getSQLState());
      // what was refused is gone, and the connection is as good as before
      assertEquals(1, rows(connection));
      connection.commit();

      LastRoom.use(connection);
      insert(connection);
      connection.commit();
      assertEquals(2, rows(connection));
      // the leave ended with its transaction
      insert(connection);
      assertThrows(SQLException.class, connection::commit);

      free.set(99);
      LastRoom.use(connection);
      insert(connection);
      assertThrows(SQLException.class, connection::commit);
      assertEquals(2, rows(connection));

      free.set(800);
      insert(connection);
      connection.commit();
      assertEquals(3, rows(connection));
    }
  }

  @Test
  void aTransactionEndedByAutoCommitIsRefusedToo() throws SQLException {
    AtomicLong free = new AtomicLong(1000);
    DurableH2DataSource durable =
        new DurableH2DataSource(database(), () -> {}, new DiskRoom(free::get, 800));
    try (Connection connection = durable.getConnection()) {
      connection.createStatement().execute("create table t (id int)");
      connection.setAutoCommit(false);
      insert(connection);
      free.set(1);
      assertThrows(SQLException.class, () -> connection.setAutoCommit(true));
      assertEquals(0, rows(connection));
    }
  }

  private static void insert(Connection connection) throws SQLException {
    connection.createStatement().execute("insert into t values (1)");
  }

  private static int rows(Connection connection) throws SQLException {
    try (var rows = connection.createStatement().executeQuery("select count(*) from t")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static JdbcDataSource database() {
    JdbcDataSource database = new JdbcDataSource();
    database.setURL("jdbc:h2:mem:durable-" + System.nanoTime() + ";DB_CLOSE_DELAY=-1");
    return database;
  }
}
