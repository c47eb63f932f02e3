package io.lamina.patientimages.domain;

import io.lamina.api.blob.BlobInfo;
import java.time.Instant;

/**
 * An image of a scenario, as the object store knows it.
 *
 * @param key of the object; S3's {@code s3_key}
 * @param filename last part of the key
 * @param size in bytes
 * @param etag without quotes
 */
public record PatientImage(
    String key, String filename, long size, Instant lastModified, String etag) {
  static PatientImage of(BlobInfo info) {
    String key = info.key().value();
    return new PatientImage(
        key, key.substring(key.lastIndexOf('/') + 1), info.size(), info.storedAt(), info.etag());
  }
}
