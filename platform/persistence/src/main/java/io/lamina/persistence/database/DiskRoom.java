package io.lamina.persistence.database;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Room on the disk of the embedded database. H2 closes itself where a write finds the disk full, so
 * none may: changes are refused before that, and the trail of reads a little later, so that reading
 * goes on meanwhile.
 */
final class DiskRoom {
  /** disk_full of SQL; PostgreSQL says it by itself (its documentation, appendix A). */
  static final String FULL = "53100";

  /** Part of the reserve that nothing is written into any more. */
  private static final int LAST_PART = 8;

  private final FreeBytes free;
  private final long reserved;

  /** Asks the file system. */
  interface FreeBytes {
    long get() throws IOException;
  }

  DiskRoom(FreeBytes free, long reserved) {
    this.free = free;
    this.reserved = reserved;
  }

  /** Of the disk that a file lies on, which need not be there yet; its folder is. */
  static DiskRoom of(Path file, long reserved) {
    return new DiskRoom(() -> file.getParent().toFile().getUsableSpace(), reserved);
  }

  /**
   * Whether something may be written.
   *
   * @param last whether into what is kept for the trail
   */
  boolean isThere(boolean last) throws IOException {
    return free.get() >= (last ? reserved / LAST_PART : reserved);
  }
}
