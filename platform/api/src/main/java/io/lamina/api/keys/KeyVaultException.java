package io.lamina.api.keys;

/** Sealed bytes that this installation cannot open. */
public class KeyVaultException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public KeyVaultException(String message) {
    super(message);
  }

  public KeyVaultException(String message, Throwable cause) {
    super(message, cause);
  }
}
