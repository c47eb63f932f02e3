package io.lamina.persistence.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.Connection;
import java.sql.SQLException;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

class FlywayMigrationsTest {
  private final JdbcDataSource database = new JdbcDataSource();

  FlywayMigrationsTest() {
    database.setURL("jdbc:h2:mem:migrations-" + System.nanoTime() + ";DB_CLOSE_DELAY=-1");
  }

  @Test
  void scriptsRunOnceAndACapabilityDoesNotSeeTheOthers() throws SQLException {
    FlywayMigrations migrations = new FlywayMigrations(database);

    migrations.migrate(FlywayMigrationsTest.class, "first");
    migrations.migrate(FlywayMigrationsTest.class, "second");
    migrations.migrate(FlywayMigrationsTest.class, "first");

    assertEquals(1, count("first_thing"));
    assertEquals(0, count("second_thing"));
  }

  @Test
  void tablesOfANewerBundleAreRefused() throws SQLException {
    FlywayMigrations migrations = new FlywayMigrations(database);
    migrations.migrate(FlywayMigrationsTest.class, "first");
    try (Connection connection = database.getConnection()) {
      connection
          .createStatement()
          .execute(
              "insert into \"schema_first\" (\"installed_rank\", \"version\", \"description\","
                  + " \"type\", \"script\", \"checksum\", \"installed_by\","
                  + " \"execution_time\", \"success\") values (9, '9', 'newer', 'SQL',"
                  + " 'V9__newer.sql', 1, 'sa', 1, true)");
    }

    assertThrows(
        IllegalStateException.class, () -> migrations.migrate(FlywayMigrationsTest.class, "first"));
  }

  private int count(String table) throws SQLException {
    try (Connection connection = database.getConnection();
        var rows = connection.createStatement().executeQuery("select count(*) from " + table)) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
