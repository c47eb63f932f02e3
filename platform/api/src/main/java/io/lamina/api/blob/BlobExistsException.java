package io.lamina.api.blob;

import java.io.IOException;

/** An object is there already under the key; objects are never overwritten (H-11). */
public class BlobExistsException extends IOException {
  private static final long serialVersionUID = 1L;

  public BlobExistsException(BlobKey key) {
    super("There is an object " + key + " already");
  }
}
