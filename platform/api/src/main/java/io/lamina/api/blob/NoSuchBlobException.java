package io.lamina.api.blob;

import java.io.IOException;

/** There is no object under the key. */
public class NoSuchBlobException extends IOException {
  private static final long serialVersionUID = 1L;

  public NoSuchBlobException(BlobKey key) {
    super("No object " + key);
  }
}
