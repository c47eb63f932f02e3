package io.lamina.api.blob;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import org.osgi.annotation.versioning.ProviderType;

/**
 * An object on its way in: on disk, hashed as it is written, seen by nobody. Closing it discards it
 * unless it was committed. One thread writes.
 */
@ProviderType
public interface StagedBlob extends Closeable {
  /** Where its bytes go; close it when all are written. Asked for once. */
  OutputStream sink() throws IOException;

  /** Bytes written so far. */
  long size();

  /**
   * SHA-256 of the content, 64 lower-case hexadecimal digits.
   *
   * @throws IllegalStateException before the sink is closed
   */
  String sha256();

  /** Reads what was written, for checks before it is committed; the sink has to be closed. */
  ByteSource open() throws IOException;

  @Override
  void close();
}
