package io.lamina.studies.domain;

import io.lamina.api.blob.BlobKey;

/** Where objects lie in the blob store: under the number of their instance, for good. */
final class Blobs {
  static final String MEDIA_TYPE = "application/dicom";

  private Blobs() {}

  static BlobKey key(long instanceId) {
    return new BlobKey("studies/instances/" + instanceId);
  }
}
