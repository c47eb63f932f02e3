package io.lamina.accounts.rest;

/**
 * An account to make for oneself.
 *
 * @param invitation code of an invitation; null for none
 */
public record SignUpRequest(String username, String email, String password, String invitation) {
  @Override
  public String toString() {
    return "SignUpRequest[...]";
  }
}
