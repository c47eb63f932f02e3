package io.lamina.api.error;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A request that is refused. The message is shown to the client as it is: it says what is wrong and
 * what to do, and never carries PHI, tokens, signed URLs, paths of the server or SQL (D-05, H-16).
 */
public class LaminaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorKind kind;
  private final String title;
  private final String details;
  private final Duration retryAfter;

  public LaminaException(ErrorKind kind, String message) {
    this(kind, message, null, null, null, null);
  }

  public LaminaException(ErrorKind kind, String message, Throwable cause) {
    this(kind, message, null, null, null, cause);
  }

  /**
   * @param title the `error` field of S1's and S2's paths where it is not the status phrase, such
   *     as "Validation Error"; null for the phrase
   * @param details a second sentence for the `details` field; null for none
   * @param retryAfter sent as Retry-After; null for none
   * @param cause logged, never sent; null for none
   */
  public LaminaException(
      ErrorKind kind,
      String message,
      String title,
      String details,
      Duration retryAfter,
      Throwable cause) {
    super(Objects.requireNonNull(message), cause);
    this.kind = Objects.requireNonNull(kind);
    this.title = title;
    this.details = details;
    this.retryAfter = retryAfter;
  }

  public static LaminaException badRequest(String message) {
    return new LaminaException(ErrorKind.BAD_REQUEST, message);
  }

  /** 400 with `error: "Validation Error"`, as S2 prints it for a value that is not allowed. */
  public static LaminaException invalid(String message) {
    return new LaminaException(
        ErrorKind.BAD_REQUEST, message, "Validation Error", null, null, null);
  }

  public static LaminaException unauthenticated(String message) {
    return new LaminaException(ErrorKind.UNAUTHENTICATED, message);
  }

  public static LaminaException forbidden(String message) {
    return new LaminaException(ErrorKind.FORBIDDEN, message);
  }

  public static LaminaException notFound(String message) {
    return new LaminaException(ErrorKind.NOT_FOUND, message);
  }

  public static LaminaException conflict(String message) {
    return new LaminaException(ErrorKind.CONFLICT, message);
  }

  public static LaminaException tooLarge(String message) {
    return new LaminaException(ErrorKind.TOO_LARGE, message);
  }

  /** 503 with Retry-After: the same request may succeed later. */
  public static LaminaException unavailable(String message, Duration retryAfter) {
    return new LaminaException(ErrorKind.UNAVAILABLE, message, null, null, retryAfter, null);
  }

  public ErrorKind kind() {
    return kind;
  }

  /** The `error` field of S1's and S2's paths: the given title, or the status phrase. */
  public String title() {
    return title == null ? kind.phrase() : title;
  }

  public Optional<String> details() {
    return Optional.ofNullable(details);
  }

  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
