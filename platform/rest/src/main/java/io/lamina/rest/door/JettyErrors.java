package io.lamina.rest.door;

import io.lamina.rest.errors.ErrorAnswer;
import io.lamina.rest.errors.ErrorDialect;
import io.lamina.rest.errors.Refusals;
import io.lamina.rest.exchange.Exchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.servlet.RequestDispatcher;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.ErrorHandler;

/** What Jetty refuses by itself, in our words and as JSON. */
final class JettyErrors extends ErrorHandler {
  @Override
  public boolean errorPageForMethod(String method) {
    return true;
  }

  @Override
  public void doError(
      String target, Request base, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    base.setHandled(true);
    int status = response.getStatus();
    ErrorAnswer answer =
        request.getAttribute(DoorServlet.EXCHANGE) instanceof Exchange exchange
            ? exchange.answerTo(thrown(request, status))
            : answer(status);
    Answers.send(response, answer);
  }

  private static Throwable thrown(HttpServletRequest request, int status) {
    Object thrown = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
    return thrown instanceof Throwable cause
        ? cause
        : Refusals.ofStatus(status, words(status), null);
  }

  @Override
  public ByteBuffer badMessageError(int status, String reason, HttpFields fields) {
    ErrorAnswer answer = answer(status);
    answer.headers().forEach(fields::put);
    fields.put(HttpHeader.CONNECTION, "close");
    return ByteBuffer.wrap(answer.body());
  }

  private static ErrorAnswer answer(int status) {
    return ErrorAnswer.of(
        Refusals.ofStatus(status, words(status), null), ErrorDialect.TITLED, null, null);
  }

  private static String words(int status) {
    return switch (status) {
      case 404 -> "There is nothing at this path";
      case 405 -> "This path does not answer this method";
      case 408 -> "The request came too slowly";
      case 413 -> "The request body is too large";
      case 414 -> "The path and query are too long";
      case 417 -> "The expectation of the request cannot be met";
      case 431 -> "The request headers are larger than 16 KiB";
      case 503 -> "The platform is stopping. Try again shortly";
      default -> status >= 500 ? Refusals.FAILURE_TEXT : "The request is malformed";
    };
  }
}
