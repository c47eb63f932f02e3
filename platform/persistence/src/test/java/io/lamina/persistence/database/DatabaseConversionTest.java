package io.lamina.persistence.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.keys.KeyVault;
import io.lamina.persistence.config.PersistenceConfig;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseConversionTest {
  private static final String NAME = "Doe^Jane of the unencrypted days";

  @TempDir Path data;
  private final List<String> lines = new ArrayList<>();
  private Path database;

  @BeforeEach
  void make() throws Exception {
    database = data.resolve("db/lamina.mv.db");
    try (Connection connection =
            DriverManager.getConnection("jdbc:h2:file:" + data.resolve("db/lamina"), "sa", "");
        Statement statement = connection.createStatement()) {
      statement.execute("create table patient (name varchar(100))");
      statement.execute("insert into patient values ('" + NAME + "')");
      statement.execute("SHUTDOWN");
    }
    Files.writeString(data.resolve("db/lamina.trace.db"), NAME);
  }

  @Test
  void theSameRowsEncrypted() throws Exception {
    assertTrue(someFileHoldsTheName());
    convert();
    assertFalse(someFileHoldsTheName());
    assertEquals(List.of(NAME), rows(vault(1)));
    assertThrows(SQLException.class, () -> rows(vault(2)));
    lines.clear();
    convert();
    assertEquals(List.of("the database is encrypted"), lines);
    assertEquals(List.of(NAME), rows(vault(1)));
    assertTrue(new DatabaseConversion().holdsEncrypted(data));
    assertFalse(new DatabaseConversion().convert(data, vault(2), lines::add), "another's keys");
    assertEquals(List.of(NAME), rows(vault(1)));
  }

  @Test
  void whatAKilledRunLeftIsNoObstacle() throws Exception {
    Path work = Files.createDirectory(data.resolve("db/encrypting"));
    Files.createLink(work.resolve("lamina.mv.db"), database);
    Files.writeString(work.resolve("temp.db"), "half");
    convert();
    assertFalse(Files.exists(work));
    assertEquals(List.of(NAME), rows(vault(1)));
  }

  @Test
  void withoutAnEmbeddedDatabaseNothingIsMade() throws Exception {
    Files.delete(database);
    convert();
    assertTrue(lines.get(0).contains("PostgreSQL"), lines::toString);
    assertFalse(Files.exists(database));
  }

  @Test
  void thePlatformsDatabaseIsEncryptedFromTheFirst() throws Exception {
    Files.delete(database);
    Files.delete(data.resolve("db/lamina.trace.db"));
    DatabaseSettings settings = DatabaseSettings.of(defaults(), data, vault(1));
    try (ConnectionPool pool = new ConnectionPool(settings)) {
      try (Connection connection = pool.dataSource().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("create table patient (name varchar(100) primary key)");
        statement.execute("insert into patient values ('" + NAME + "')");
        assertThrows(
            SQLException.class,
            () -> statement.execute("insert into patient values ('" + NAME + "')"),
            "an error that quotes the row");
      }
      assertFalse(someFileHoldsTheName(), "while it runs");
    }
    assertFalse(someFileHoldsTheName(), "after it was closed");
    assertEquals(List.of(NAME), rows(vault(1)));
  }

  private void convert() throws IOException {
    assertTrue(new DatabaseConversion().convert(data, vault(1), lines::add));
  }

  private List<String> rows(KeyVault vault) throws SQLException {
    List<String> names = new ArrayList<>();
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:h2:file:" + data.resolve("db/lamina") + ";CIPHER=AES;TRACE_LEVEL_FILE=0",
                "sa",
                DatabaseSettings.filePassword(vault) + " ");
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery("select name from patient")) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
      return names;
    }
  }

  private boolean someFileHoldsTheName() throws IOException {
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(NAME)) {
          return true;
        }
      }
    }
    return false;
  }

  private static KeyVault vault(int seed) {
    return new KeyVault() {
      @Override
      public byte[] secret(String purpose, int length) {
        byte[] secret = new byte[length];
        Arrays.fill(secret, (byte) seed);
        return secret;
      }

      @Override
      public byte[] seal(byte[] plaintext, byte[] context) {
        throw new UnsupportedOperationException();
      }

      @Override
      public byte[] open(byte[] sealed, byte[] context) {
        throw new UnsupportedOperationException();
      }
    };
  }

  /** The configuration as it is without a file. */
  private static PersistenceConfig defaults() {
    return (PersistenceConfig)
        Proxy.newProxyInstance(
            PersistenceConfig.class.getClassLoader(),
            new Class<?>[] {PersistenceConfig.class},
            (proxy, method, arguments) -> method.getDefaultValue());
  }
}
