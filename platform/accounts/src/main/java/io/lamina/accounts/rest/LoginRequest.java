package io.lamina.accounts.rest;

/** Body of a sign-in, S1's or S5's; which one, its keys say. */
public record LoginRequest(String keycloakId, String username, String email, String password) {
  @Override
  public String toString() {
    return "LoginRequest[...]";
  }
}
