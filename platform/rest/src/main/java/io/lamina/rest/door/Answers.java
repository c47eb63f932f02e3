package io.lamina.rest.door;

import io.lamina.rest.errors.ErrorAnswer;
import java.io.IOException;
import java.io.InputStream;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.server.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends answers that the front door makes itself. */
final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

  /** A refused upload is read on so far, or its client sees a reset instead of the reason. */
  private static final long LINGER_BYTES = 64L << 20;

  private static final long LINGER_NANOS = 5_000_000_000L;

  private Answers() {}

  static void send(HttpServletResponse response, ErrorAnswer answer) throws IOException {
    response.resetBuffer();
    response.setStatus(answer.status());
    answer.headers().forEach(response::setHeader);
    send(response, answer.body());
  }

  static void send(HttpServletResponse response, byte[] body) throws IOException {
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  /** Reads what a refused client is still sending, within bounds. */
  static void linger(HttpServletRequest request, HttpServletResponse response) {
    Request jetty = Request.getBaseRequest(request);
    boolean waiting = request.getHeader("Expect") != null;
    boolean hasBody =
        request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    if (!hasBody || waiting || jetty.getHttpInput().isFinished()) {
      return;
    }
    try {
      response.flushBuffer();
      InputStream body = request.getInputStream();
      byte[] rest = new byte[16 << 10];
      long end = System.nanoTime() + LINGER_NANOS;
      long count = 0;
      int read = 0;
      while (read >= 0 && count < LINGER_BYTES && System.nanoTime() < end) {
        read = body.read(rest);
        count += read;
      }
    } catch (IOException e) {
      LOG.debug("A refused client went before its body ended", e);
    }
  }
}
