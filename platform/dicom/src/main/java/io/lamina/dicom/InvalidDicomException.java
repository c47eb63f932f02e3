package io.lamina.dicom;

import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;

/** An object that cannot be used, and why; the message names no value of the object. */
public class InvalidDicomException extends LaminaException {
  private static final long serialVersionUID = 1L;

  /** Why an object is refused. */
  public enum Reason {
    NOT_DICOM,
    TRUNCATED,
    MALFORMED,
    TOO_DEEP,
    TOO_LARGE,
    UNSUPPORTED,
    NO_PIXELS,
    NO_SUCH_FRAME,
    TIMED_OUT
  }

  private final Reason reason;

  public InvalidDicomException(Reason reason, String message) {
    this(reason, message, null);
  }

  public InvalidDicomException(Reason reason, String message, Throwable cause) {
    super(
        reason == Reason.NO_SUCH_FRAME ? ErrorKind.NOT_FOUND : ErrorKind.BAD_REQUEST,
        message,
        cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
