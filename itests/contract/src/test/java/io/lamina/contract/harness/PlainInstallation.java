package io.lamina.contract.harness;

import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import io.lamina.api.keys.KeyVault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.h2.tools.ChangeFileEncryption;

/**
 * Makes of a stopped server's data what a version before the encryption would have left: plain
 * database, plain objects (format 1 of docs/decisions/005 and HeaderCodec), plain secrets, no keys.
 * It reads format 2 by itself, from its description.
 */
public final class PlainInstallation {
  private static final int HEADER = 512;
  private static final int SEALED_AT = 344;
  private static final String SUFFIX = "+blob";

  private final Path data;
  private final KeyVault keys;

  private PlainInstallation(Path data) {
    this.data = data;
    this.keys = Keys.of(data);
  }

  public static void makeOf(Path data) {
    try {
      new PlainInstallation(data).make();
    } catch (IOException | SQLException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private void make() throws IOException, SQLException, GeneralSecurityException {
    ChangeFileEncryption.execute(
        data.resolve("db").toString(),
        "lamina",
        "AES",
        Keys.filePassword(data).toCharArray(),
        null,
        true);
    unsealRows();
    unsealFile(data.resolve("storage/signing.key"));
    final Path objects = data.resolve("blobs/objects");
    for (final Path file : objects(data)) {
      final String name = objects.relativize(file).toString();
      Files.write(file, plain(Files.readAllBytes(file), name.replace(SUFFIX, "")));
    }
    Distribution.deleteRecursively(data.resolve("keys"));
    Files.delete(data.resolveSibling(data.getFileName() + ".key"));
  }

  /** Files of all objects. */
  public static List<Path> objects(Path data) {
    try (Stream<Path> walk = Files.walk(data.resolve("blobs/objects"))) {
      return walk.filter(each -> each.toString().endsWith(SUFFIX)).toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void unsealRows() throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:h2:file:" + data.resolve("db/lamina"), "sa", "");
        Statement statement = connection.createStatement();
        PreparedStatement update =
            connection.prepareStatement("update accounts_signing_key set jwk = ? where kid = ?")) {
      try (ResultSet rows = statement.executeQuery("select kid, jwk from accounts_signing_key")) {
        while (rows.next()) {
          update.setString(
              1, unsealed(rows.getString(2), "accounts_signing_key " + rows.getString(1)));
          update.setString(2, rows.getString(1));
          update.addBatch();
        }
      }
      update.executeBatch();
      statement.execute("SHUTDOWN");
    }
  }

  private void unsealFile(Path file) throws IOException {
    final List<String> lines = new ArrayList<>();
    for (final String line : Files.readAllLines(file)) {
      lines.add(line.startsWith("#") ? line : unsealed(line, "storage/signing.key"));
    }
    Files.write(file, lines);
  }

  private String unsealed(String text, String context) {
    final byte[] sealed = Base64.getDecoder().decode(text.substring("sealed:".length()));
    return new String(
        keys.open(sealed, context.getBytes(StandardCharsets.US_ASCII)), StandardCharsets.US_ASCII);
  }

  private byte[] plain(byte[] file, String key) throws IOException, GeneralSecurityException {
    final byte[] name = key.getBytes(StandardCharsets.US_ASCII);
    final byte[] context = Arrays.copyOf(file, SEALED_AT + name.length);
    Arrays.fill(context, 64, 88, (byte) 0);
    System.arraycopy(name, 0, context, SEALED_AT, name.length);
    final byte[] secret =
        keys.open(Arrays.copyOfRange(file, SEALED_AT, SEALED_AT + 64 + KeyVault.OVERHEAD), context);
    final byte[] content =
        new AesGcmHkdfStreaming(Arrays.copyOf(secret, 32), "HmacSha256", 32, 32 * 1024, HEADER)
            .newDecryptingStream(
                new ByteArrayInputStream(file, HEADER, file.length - HEADER), new byte[0])
            .readAllBytes();
    final byte[] hash = Arrays.copyOfRange(secret, 32, 64);
    if (!MessageDigest.isEqual(hash, MessageDigest.getInstance("SHA-256").digest(content))) {
      throw new IllegalStateException("the sealed hash of " + key + " is not that of its content");
    }
    final byte[] mutable = Arrays.copyOfRange(file, 64, 88);
    final ByteBuffer whole = ByteBuffer.allocate(HEADER + content.length);
    whole.put(file, 0, SEALED_AT);
    whole.putInt(8, 1).putInt(12, 0).put(24, hash).put(64, new byte[24]);
    final CRC32 crc = new CRC32();
    crc.update(whole.array(), 0, HEADER - 4);
    whole.putInt(HEADER - 4, (int) crc.getValue());
    whole.put(64, mutable).put(HEADER, content);
    return whole.array();
  }
}
