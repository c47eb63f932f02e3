package io.lamina.persistence;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.osgi.annotation.versioning.ProviderType;

/** Copies of the whole database as it was at one moment, while it is in use. */
@ProviderType
public interface DatabaseSnapshots {
  /** One copy, being read. Its file is whole when this is closed, and not before. */
  interface Snapshot extends Closeable {
    /** Reads the database exactly as the copy has it; closed with the snapshot. */
    Connection connection();

    @Override
    void close() throws IOException;
  }

  /** {@code h2} or {@code postgresql}. */
  String product();

  /**
   * @throws io.lamina.api.error.LaminaException in words for hospital IT where a copy cannot be
   *     made here, such as without pg_dump
   */
  void requireTools() throws IOException, InterruptedException;

  /** How large a copy is at most, in bytes. */
  long bytes() throws SQLException, IOException;

  /**
   * Makes a copy with everything that was committed before the call.
   *
   * @param folder an empty one; afterwards the copy is the only file in it
   */
  Snapshot take(Path folder) throws SQLException, IOException, InterruptedException;
}
