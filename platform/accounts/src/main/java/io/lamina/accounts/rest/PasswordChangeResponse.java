package io.lamina.accounts.rest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * A sign-in with the new password.
 *
 * @param apiKeysEnded whether API keys and invitations ended with the old one
 */
public record PasswordChangeResponse(@JsonUnwrapped LoginResponse signIn, boolean apiKeysEnded) {
  @Override
  public String toString() {
    return "PasswordChangeResponse[...]";
  }
}
