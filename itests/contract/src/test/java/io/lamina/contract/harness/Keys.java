package io.lamina.contract.harness;

import io.lamina.api.keys.KeyVault;
import io.lamina.keys.vault.Installation;
import io.lamina.keys.vault.KeysException;
import java.nio.file.Path;
import java.util.HexFormat;

/** The keys of a server's data, as its operator has them. */
public final class Keys {
  private Keys() {}

  public static KeyVault of(Path data) {
    try {
      return new Installation(data, null).open().vault();
    } catch (KeysException e) {
      throw new IllegalStateException(e);
    }
  }

  /** JDBC URL of the embedded database. */
  public static String databaseUrl(Path data) {
    return "jdbc:h2:file:" + data.resolve("db/lamina") + ";CIPHER=AES";
  }

  /** What H2 wants with that URL and the user sa. */
  public static String databasePassword(Path data) {
    return filePassword(data) + " ";
  }

  static String filePassword(Path data) {
    return HexFormat.of().formatHex(of(data).secret("database", 32));
  }
}
