package io.lamina.accounts.rest;

/**
 * A new password.
 *
 * @param currentPassword with one's own alone
 * @param newPassword with one's own alone
 * @param endApiKeys with one's own: whether API keys and invitations end too; null for no
 * @param password with somebody else's
 */
public record PasswordRequest(
    String currentPassword, String newPassword, Boolean endApiKeys, String password) {
  @Override
  public String toString() {
    return "PasswordRequest[...]";
  }
}
