package io.lamina.accounts.rest;

/**
 * A new password.
 *
 * @param currentPassword with one's own alone
 * @param newPassword with one's own alone
 * @param password with somebody else's
 */
public record PasswordRequest(String currentPassword, String newPassword, String password) {
  @Override
  public String toString() {
    return "PasswordRequest[...]";
  }
}
