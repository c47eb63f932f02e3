package io.lamina.api.blob;

import java.net.URI;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A signed form for one upload by POST, in the shape of S3's browser-based uploads:
 * multipart/form-data to the address, these fields first, the file last in a field {@code file}.
 * Never logged.
 *
 * @param url where the form goes
 * @param fields in the order in which they are to be sent
 * @param expiresAt last moment at which it is accepted
 */
public record PresignedForm(URI url, Map<String, String> fields, Instant expiresAt) {
  public PresignedForm {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  @Override
  public String toString() {
    return "PresignedForm[..., expiresAt=" + expiresAt + "]";
  }
}
