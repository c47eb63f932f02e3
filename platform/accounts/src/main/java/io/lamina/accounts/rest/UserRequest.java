package io.lamina.accounts.rest;

import java.util.Set;

/** A user to create, or what to change of one; absent fields of a change stay as they are. */
public record UserRequest(
    String username,
    String email,
    String password,
    String keycloakId,
    Set<String> roles,
    Boolean isActive) {
  @Override
  public String toString() {
    return "UserRequest[...]";
  }
}
