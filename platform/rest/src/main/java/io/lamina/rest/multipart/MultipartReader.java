package io.lamina.rest.multipart;

import java.io.IOException;
import java.util.Optional;
import javax.servlet.http.HttpServletRequest;

/**
 * Reads a multipart body part by part while it arrives. Holds one buffer, whatever the size of the
 * body. Parts come in the order they were sent (M3).
 */
public interface MultipartReader {
  /**
   * @throws io.lamina.api.error.LaminaException 415 when the request is not multipart, 400 without
   *     a usable boundary
   */
  static MultipartReader of(HttpServletRequest request, MultipartLimits limits) throws IOException {
    return new StreamingMultipartReader(request, limits);
  }

  /**
   * The next part; what was not read of the one before is skipped.
   *
   * @return empty after the closing boundary
   * @throws io.lamina.api.error.LaminaException 400 for a malformed or cut body, 413 past a limit
   */
  Optional<Part> next() throws IOException;
}
