package io.lamina.storage.disk;

import java.io.IOException;

/** A blob file whose bytes never reached the disk: a crash came before it was made durable. */
final class LostBlobException extends IOException {
  private static final long serialVersionUID = 1L;

  LostBlobException() {
    super("The object was lost by a crash before it was made durable");
  }
}
