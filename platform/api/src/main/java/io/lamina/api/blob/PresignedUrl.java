package io.lamina.api.blob;

import java.net.URI;
import java.time.Instant;

/**
 * A signed link. Never logged.
 *
 * @param expiresAt last moment at which it is accepted
 */
public record PresignedUrl(URI url, Instant expiresAt) {
  @Override
  public String toString() {
    return "PresignedUrl[..., expiresAt=" + expiresAt + "]";
  }
}
