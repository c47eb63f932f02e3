package io.lamina.keys.vault;

/** The keys cannot be opened. The message is one line that tells the operator what to do. */
public final class KeysException extends Exception {
  private static final long serialVersionUID = 1L;

  public KeysException(String message) {
    super(message);
  }

  KeysException(String message, Throwable cause) {
    super(message, cause);
  }
}
