package io.lamina.api.operations;

/** The operator aborted the command, or his connection ended. */
public final class OperatorGoneException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public OperatorGoneException(Throwable cause) {
    super("Nobody waits for this command any more", cause);
  }
}
