package io.lamina.storage.gateway;

import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import javax.servlet.http.HttpServletRequest;

/** The body of a PUT, whose failures are told from those of the disk. */
final class Body {
  /**
   * Of the body of a refused PUT so many bytes are read and dropped: clients that send before they
   * listen then see the refusal instead of a broken connection.
   */
  private static final long DROPPED = 4L * 1024 * 1024;

  private final HttpServletRequest request;
  private long received;
  private boolean started;
  private boolean ended;

  Body(HttpServletRequest request) {
    this.request = request;
    this.ended = request.getContentLengthLong() == 0;
  }

  HttpServletRequest request() {
    return request;
  }

  /** Whether nothing more will come: all was read, or the connection broke. */
  boolean ended() {
    return ended;
  }

  /**
   * @return bytes read, or -1 at the end
   * @throws LaminaException 400 where the body is shorter than announced, 408 where it stalls
   */
  int read(byte[] chunk) {
    try {
      started = true;
      int count = request.getInputStream().read(chunk);
      if (count >= 0) {
        received += count;
        return count;
      }
    } catch (IOException e) {
      ended = true;
      if (e.getCause() instanceof TimeoutException) {
        throw new LaminaException(
            ErrorKind.TIMED_OUT, "The body came too slowly. Nothing was stored; send it again", e);
      }
      throw cut(e);
    }
    ended = true;
    if (request.getContentLengthLong() >= 0 && received != request.getContentLengthLong()) {
      throw cut(null);
    }
    return -1;
  }

  /** Reads what is left, within reason. */
  void drop() {
    if (!started && request.getHeader("Expect") != null) {
      // the client waits for our word before it sends: reading would ask it to
      return;
    }
    byte[] dropped = new byte[64 * 1024];
    long before = received;
    try {
      while (received - before < DROPPED && read(dropped) >= 0) {
        // each round reads a piece
      }
    } catch (LaminaException e) {
      // the refusal is on its way; whether it arrives is up to the client
    }
  }

  private static LaminaException cut(IOException cause) {
    return new LaminaException(
        ErrorKind.BAD_REQUEST,
        "The body ended before it was complete. Nothing was stored; send it again",
        cause);
  }
}
