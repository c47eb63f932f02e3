package io.lamina.studies.domain;

import io.lamina.api.blob.BlobKey;
import java.util.Optional;

/** Where objects lie in the blob store: under the number of their instance, for good. */
public final class Blobs {
  /** How the keys of all instances begin. */
  public static final String PREFIX = "studies/instances/";

  static final String MEDIA_TYPE = "application/dicom";

  private Blobs() {}

  public static BlobKey key(long instanceId) {
    return new BlobKey(PREFIX + instanceId);
  }

  /** The number of the instance whose object it is; empty for a key that none has. */
  public static Optional<Long> instance(BlobKey key) {
    String number = key.value().substring(Math.min(PREFIX.length(), key.value().length()));
    if (!number.matches("[1-9][0-9]{0,17}")) {
      return Optional.empty();
    }
    long id = Long.parseLong(number);
    return key.equals(key(id)) ? Optional.of(id) : Optional.empty();
  }
}
