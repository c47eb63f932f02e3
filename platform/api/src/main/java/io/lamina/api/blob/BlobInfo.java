package io.lamina.api.blob;

import java.time.Instant;

/**
 * What is known of a stored object.
 *
 * @param size bytes of content, 0 and up
 * @param sha256 of the content, 64 lower-case hexadecimal digits
 * @param contentType media type it was stored with; never null
 * @param storedAt when it became visible under its key
 */
public record BlobInfo(
    BlobKey key, long size, String sha256, String contentType, Instant storedAt) {

  /** Strong entity tag without its quotes: the content decides (RFC 9110, 8.8.3). */
  public String etag() {
    return sha256.substring(0, 32);
  }
}
