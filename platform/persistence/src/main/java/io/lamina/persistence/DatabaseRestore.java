package io.lamina.persistence;

import io.lamina.persistence.database.PostgresRestore;
import java.io.IOException;
import java.nio.file.Path;

/** Fills an empty database from a copy of {@link DatabaseSnapshots}, outside the platform. */
public interface DatabaseRestore {
  /**
   * @throws io.lamina.api.error.LaminaException where the database holds anything, cannot be
   *     reached, or the programs for it are not here
   */
  void requireEmpty() throws IOException, InterruptedException;

  /** All of the copy, or nothing where it fails. */
  void restore(Path copy) throws IOException, InterruptedException;

  /**
   * @param url of JDBC
   */
  static DatabaseRestore postgresql(String url, String user, String password) {
    return new PostgresRestore(url, user, password);
  }
}
