package io.lamina.accounts.rest;

/** A password set anew by a one-time token. */
public record PasswordResetRequest(String token, String newPassword) {
  @Override
  public String toString() {
    return "PasswordResetRequest[...]";
  }
}
