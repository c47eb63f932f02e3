package io.lamina.api.blob;

import java.time.Duration;
import java.util.Map;

/**
 * What a presigned PUT may store.
 *
 * @param key where it goes
 * @param contentType media type the client has to send; null when any will do
 * @param maxBytes largest size accepted, 1 and up
 * @param validFor 1 s to 7 days
 * @param amzHeaders x-amz-* headers the client may send, lower-case name to the only value accepted
 *     for it; absent ones are not asked for, others are accepted unseen
 * @param ruled whether the {@link ObjectRules} of the key look at the object when it arrives; it is
 *     durable then, and nobody sees it before
 */
public record PutTicket(
    BlobKey key,
    String contentType,
    long maxBytes,
    Duration validFor,
    Map<String, String> amzHeaders,
    boolean ruled) {
  public PutTicket {
    amzHeaders = Map.copyOf(amzHeaders);
  }

  /** For an object that some later call looks at and acknowledges (D-20). */
  public PutTicket(
      BlobKey key,
      String contentType,
      long maxBytes,
      Duration validFor,
      Map<String, String> amzHeaders) {
    this(key, contentType, maxBytes, validFor, amzHeaders, false);
  }

  /** The same, for an object that no later call acknowledges. */
  public PutTicket underRules() {
    return new PutTicket(key, contentType, maxBytes, validFor, amzHeaders, true);
  }
}
