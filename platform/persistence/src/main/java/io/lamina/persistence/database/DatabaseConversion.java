package io.lamina.persistence.database;

import io.lamina.api.keys.Conversion;
import io.lamina.api.keys.KeyVault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.function.Consumer;
import org.h2.tools.ChangeFileEncryption;

/**
 * Encrypts an embedded H2 database of before. H2's own tool writes an encrypted copy under another
 * name; it takes the place of the database once it was opened, in one step.
 */
public final class DatabaseConversion implements Conversion {
  private static final byte[] ENCRYPTED = "H2encrypt".getBytes(StandardCharsets.US_ASCII);
  private static final String FILE = "lamina.mv.db";
  private static final String OPTIONS =
      ";CIPHER=AES;TRACE_LEVEL_FILE=0;IFEXISTS=TRUE;DB_CLOSE_ON_EXIT=FALSE";

  @Override
  public boolean holdsEncrypted(Path data) throws IOException {
    Path database = data.resolve("db").resolve(FILE);
    return Files.exists(database) && isEncrypted(database);
  }

  @Override
  public boolean convert(Path data, KeyVault keys, Consumer<String> progress) throws IOException {
    Path database = data.resolve("db").resolve(FILE);
    if (Files.notExists(database)) {
      progress.accept("no embedded database; the encryption of PostgreSQL is its operator's duty");
      return true;
    }
    Path work = data.resolve("db").resolve("encrypting");
    remove(work);
    if (isEncrypted(database)) {
      try {
        requireOpens(data.resolve("db").resolve("lamina"), DatabaseSettings.filePassword(keys));
      } catch (SQLException e) {
        progress.accept("the database does not open with the keys in keys/keyset");
        return false;
      }
      progress.accept("the database is encrypted");
    } else {
      encrypt(database, work, DatabaseSettings.filePassword(keys));
      progress.accept("the database was encrypted, " + Files.size(database) + " bytes");
    }
    // quotes rows of statements that failed
    Files.deleteIfExists(database.resolveSibling("lamina.trace.db"));
    return true;
  }

  private static void encrypt(Path database, Path work, String password) throws IOException {
    Files.createDirectory(work);
    Path copy = work.resolve(FILE);
    // the tool deletes what it read: a second name, so that the database itself stays
    Files.createLink(copy, database);
    try {
      ChangeFileEncryption.execute(
          work.toString(), "lamina", "AES", null, password.toCharArray(), true);
      requireOpens(work.resolve("lamina"), password);
    } catch (SQLException e) {
      throw new IOException("H2 could not encrypt the database", e);
    }
    if (!isEncrypted(copy)) {
      throw new IOException("H2 did not encrypt the database");
    }
    flush(copy, StandardOpenOption.WRITE);
    Files.move(copy, database, StandardCopyOption.ATOMIC_MOVE);
    flush(database.getParent(), StandardOpenOption.READ);
    remove(work);
  }

  private static void requireOpens(Path base, String password) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:h2:file:" + base + OPTIONS, "sa", password + " ");
        Statement statement = connection.createStatement()) {
      try (ResultSet tables =
          statement.executeQuery("select count(*) from information_schema.tables")) {
        tables.next();
      }
      statement.execute("SHUTDOWN");
    }
  }

  private static boolean isEncrypted(Path database) throws IOException {
    try (InputStream in = Files.newInputStream(database)) {
      return Arrays.equals(in.readNBytes(ENCRYPTED.length), ENCRYPTED);
    }
  }

  private static void remove(Path work) throws IOException {
    if (Files.isDirectory(work)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(work)) {
        for (Path file : files) {
          Files.delete(file);
        }
      }
      Files.delete(work);
    }
  }

  private static void flush(Path path, StandardOpenOption mode) throws IOException {
    try (FileChannel file = FileChannel.open(path, mode)) {
      file.force(true);
    }
  }
}
