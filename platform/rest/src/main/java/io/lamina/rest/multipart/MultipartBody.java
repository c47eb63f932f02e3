package io.lamina.rest.multipart;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A multipart body, read part by part while it arrives; a resource method gets it by
 * {@code @Context}. Holds one buffer, whatever the size of the body. Parts come in the order they
 * were sent (M3).
 *
 * <p>A browser's session is proven by the form field {@code csrfmiddlewaretoken}, which may be the
 * last part, after gigabytes (H-14). It is looked at here and handed to nobody. So what parts bring
 * is staged only, where nobody sees it, and made to count after {@link #read} has returned; it is
 * discarded where that throws.
 */
@ProviderType
public interface MultipartBody {
  /**
   * @param contentType of the request, or null
   * @param token refuses a wrong form token by throwing; called when one comes
   * @param end refuses a body without one by throwing; called when all was read
   */
  static MultipartBody of(
      InputStream body, String contentType, Consumer<String> token, Runnable end) {
    return new CheckedMultipart(body, contentType, token, end);
  }

  /** Takes the parts, one after the other. */
  @FunctionalInterface
  interface Receiver {
    /**
     * @param part usable until this returns; what was not read of it is skipped
     */
    void receive(Part part) throws IOException;
  }

  /**
   * Reads the body to its end.
   *
   * @throws io.lamina.api.error.LaminaException 415 when the request is not multipart, 400 without
   *     a usable boundary and for a malformed or cut body, 413 past a limit, 403 where the request
   *     needs a form token and it is wrong or missing
   */
  void read(MultipartLimits limits, Receiver receiver) throws IOException;
}
