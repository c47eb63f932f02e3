package io.lamina.rest.errors;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.rest.json.JsonRefusals;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.ws.rs.NotFoundException;
import javax.ws.rs.WebApplicationException;
import org.eclipse.jetty.http.BadMessageException;
import org.eclipse.jetty.io.EofException;

/** Finds the refusal in whatever was thrown. What is none is our failure, and told to nobody. */
public final class Refusals {
  /** Shown for a failure of ours; the log has the rest under the error id (H-16). */
  public static final String FAILURE_TEXT =
      "The server failed to answer this request. Give the error_id to your administrator";

  private static final int DEEPEST_CAUSE = 16;

  /** PostgreSQL's disk_full, and that of the embedded database. */
  private static final String SQL_DISK_FULL = "53100";

  private static final String DISK_FULL =
      "The server's disk is full. Nothing was stored; tell your administrator, and try again when"
          + " there is room";

  private Refusals() {}

  /**
   * @return empty when the server is to blame
   */
  public static Optional<LaminaException> find(Throwable thrown) {
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
      Optional<LaminaException> refusal = one(cause);
      if (refusal.isPresent()) {
        return refusal;
      }
      cause = cause.getCause();
    }
    return Optional.empty();
  }

  /** The answer to a failure of ours. */
  public static LaminaException failure(Throwable cause) {
    return new LaminaException(ErrorKind.INTERNAL, FAILURE_TEXT, cause);
  }

  private static Optional<LaminaException> one(Throwable cause) {
    if (cause instanceof LaminaException refusal) {
      return Optional.of(refusal);
    }
    if (cause instanceof JsonProcessingException json) {
      return JsonRefusals.of(json);
    }
    if (cause instanceof WebApplicationException web) {
      return ofJaxRs(web);
    }
    if (cause instanceof BadMessageException bad) {
      return Optional.of(ofStatus(bad.getCode(), "The request is malformed", bad));
    }
    if (cause instanceof EofException) {
      return Optional.of(
          new LaminaException(ErrorKind.BAD_REQUEST, "The request was cut before its end", cause));
    }
    if (isDiskFull(cause)) {
      return Optional.of(new LaminaException(ErrorKind.INSUFFICIENT_STORAGE, DISK_FULL, cause));
    }
    if (cause instanceof IOException && cause.getCause() instanceof TimeoutException) {
      return Optional.of(
          new LaminaException(ErrorKind.TIMED_OUT, "The request came too slowly", cause));
    }
    return Optional.empty();
  }

  /** A database that says so, or the operating system, which Java only quotes. */
  private static boolean isDiskFull(Throwable cause) {
    if (cause instanceof SQLException sql) {
      return SQL_DISK_FULL.equals(sql.getSQLState());
    }
    String reason = cause instanceof IOException ? String.valueOf(cause.getMessage()) : "";
    return reason.endsWith("No space left on device") || reason.endsWith("Disk quota exceeded");
  }

  private static Optional<LaminaException> ofJaxRs(WebApplicationException thrown) {
    int status = thrown.getResponse().getStatus();
    if (status >= 500) {
      return Optional.empty();
    }
    if (thrown instanceof NotFoundException && thrown.getCause() != null) {
      // JAX-RS answers 404 for a path or query parameter of the wrong kind
      return find(thrown.getCause())
          .or(() -> Optional.of(ofStatus(404, "No object with this id", thrown)));
    }
    return Optional.of(ofStatus(status, sentence(status), thrown));
  }

  /** A refusal with the kind of an HTTP status; 400 for a status we have no kind for. */
  public static LaminaException ofStatus(int status, String message, Throwable cause) {
    ErrorKind kind =
        Arrays.stream(ErrorKind.values())
            .filter(known -> known.status() == status)
            .findFirst()
            .orElse(status >= 500 ? ErrorKind.INTERNAL : ErrorKind.BAD_REQUEST);
    return new LaminaException(kind, message, cause);
  }

  private static String sentence(int status) {
    return switch (status) {
      case 401 -> "Authentication required";
      case 403 -> "You may not do this";
      case 404 -> "There is nothing at this path";
      case 405 -> "This path does not answer this method";
      case 406 -> "This path cannot answer in a format that the Accept header allows";
      case 408 -> "The request came too slowly";
      case 413 -> "The request body is too large";
      case 415 -> "This path does not take a body of this Content-Type";
      default -> "The request is malformed";
    };
  }
}
