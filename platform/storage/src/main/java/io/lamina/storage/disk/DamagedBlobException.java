package io.lamina.storage.disk;

import java.io.IOException;

/** A blob file that was durable once and is no longer what was written. It is left where it is. */
public final class DamagedBlobException extends IOException {
  private static final long serialVersionUID = 1L;

  DamagedBlobException(String what) {
    super("A stored object is damaged: " + what);
  }
}
