package io.lamina.storage.disk;

import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.util.Locale;

/**
 * Keeps a part of the disk free: uploads stop before the database, which may share the disk, can no
 * longer write.
 */
final class Reserve {
  /** Asks the file system; fails with an IOException where it does not answer. */
  interface FreeBytes {
    long get() throws IOException;
  }

  private final FreeBytes free;
  private final long reserved;

  Reserve(FreeBytes free, long reserved) {
    this.free = free;
    this.reserved = reserved;
  }

  /** Of the disk that a folder lies on. */
  static Reserve of(BlobFolder folder, long reserved) throws IOException {
    FileStore disk = Files.getFileStore(folder.create());
    return new Reserve(disk::getUsableSpace, reserved);
  }

  long free() throws IOException {
    return free.get();
  }

  long reserved() {
    return reserved;
  }

  /** Whether uploads are accepted at all. */
  boolean holds() throws IOException {
    return free.get() >= reserved;
  }

  /**
   * @param bytes that are about to be written
   * @throws LaminaException 507 when they would use the reserve
   */
  void require(long bytes) throws IOException {
    if (free.get() - bytes < reserved) {
      throw full(null);
    }
  }

  /**
   * What the caller gets to see of a failed write: 507 where the disk is full, else the failure.
   *
   * @return the IOException to throw; RuntimeExceptions are thrown here
   */
  IOException explain(Exception e) {
    if (e instanceof IOException io) {
      String reason = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
      if (reason.contains("no space left") || reason.contains("quota exceeded")) {
        throw full(e);
      }
      return io;
    }
    if (e instanceof RuntimeException runtime) {
      throw runtime;
    }
    throw new UncheckedIOException(new IOException(e));
  }

  private static LaminaException full(Exception cause) {
    return new LaminaException(
        ErrorKind.INSUFFICIENT_STORAGE,
        "The server's disk is full. Nothing was stored; tell your administrator, and try again"
            + " when there is room",
        cause);
  }
}
