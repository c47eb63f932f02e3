package io.lamina.storage.gateway;

import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import javax.servlet.http.HttpServletRequest;

/** The body of a PUT, whose failures are told from those of the disk. */
final class Body {
  private final HttpServletRequest request;
  private long received;

  Body(HttpServletRequest request) {
    this.request = request;
  }

  /**
   * @return bytes read, or -1 at the end
   * @throws LaminaException 400 where the body is shorter than announced, 408 where it stalls
   */
  int read(byte[] chunk) {
    try {
      int count = request.getInputStream().read(chunk);
      if (count >= 0) {
        received += count;
        return count;
      }
    } catch (IOException e) {
      if (e.getCause() instanceof TimeoutException) {
        throw new LaminaException(
            ErrorKind.TIMED_OUT, "The body came too slowly. Nothing was stored; send it again", e);
      }
      throw cut(e);
    }
    if (request.getContentLengthLong() >= 0 && received != request.getContentLengthLong()) {
      throw cut(null);
    }
    return -1;
  }

  private static LaminaException cut(IOException cause) {
    return new LaminaException(
        ErrorKind.BAD_REQUEST,
        "The body ended before it was complete. Nothing was stored; send it again",
        cause);
  }
}
