package io.lamina.persistence.database;

import io.lamina.api.keys.KeyVault;
import io.lamina.persistence.config.PersistenceConfig;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * Which database, and how to reach it.
 *
 * @param url JDBC URL of H2 or PostgreSQL; never logged, it may carry a password
 * @param file the file of an embedded H2 database; null for a server
 * @param reserve bytes of that file's disk that changes leave free
 */
record DatabaseSettings(
    String url, String user, String password, int poolSize, Path file, long reserve) {
  private static final int LEAST_RESERVE_MIB = 8;

  static DatabaseSettings of(PersistenceConfig config, Path dataFolder, KeyVault vault) {
    String url = config.db_url().trim();
    int pool = Math.max(2, Math.min(200, config.pool_size()));
    if (url.isEmpty()) {
      Path base = dataFolder.resolve("db").resolve("lamina");
      return new DatabaseSettings(
          "jdbc:h2:file:" + base + h2Options(),
          "sa",
          filePassword(vault) + " ",
          pool,
          Path.of(base + ".mv.db"),
          (long) Math.max(LEAST_RESERVE_MIB, config.reserve_mib()) << 20);
    }
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new IllegalArgumentException(
          "LAMINA_DB_URL (db.url) must start with jdbc:postgresql: or be empty for the embedded"
              + " database");
    }
    return new DatabaseSettings(url, config.db_user(), config.db_password(), pool, null, 0);
  }

  /** H2 takes it in front of the user's password, with a space between. */
  static String filePassword(KeyVault vault) {
    return HexFormat.of().formatHex(vault.secret("database", 32));
  }

  /**
   * CIPHER encrypts the file and H2's temporary ones; its trace file would not be, and quotes rows
   * in errors, so there is none (C-093). WRITE_DELAY=0: without it H2 lost a committed row on kill
   * -9 (facts/stack.md, trap 4). The platform closes the database itself, in order, so not on exit
   * of the JVM.
   */
  private static String h2Options() {
    return ";CIPHER=AES;TRACE_LEVEL_FILE=0;DB_CLOSE_ON_EXIT=FALSE;DB_CLOSE_DELAY=-1;WRITE_DELAY=0;LOCK_TIMEOUT=10000"
               + ";CACHE_SIZE=32768;QUERY_CACHE_SIZE=256";
  }

  boolean isEmbedded() {
    return file != null;
  }

  String product() {
    return isEmbedded() ? "H2" : "PostgreSQL";
  }

  @Override
  public String toString() {
    return "DatabaseSettings[" + product() + "]";
  }
}
