package io.lamina.accounts.rest;

import io.lamina.accounts.domain.SignInService.SignedIn;
import io.lamina.accounts.domain.TokenService;

/**
 * What both documents' clients expect of a sign-in.
 *
 * @param keycloakId null for a user of ours alone
 * @param token the bearer token; {@code accessToken} is the same
 * @param expiresIn seconds
 */
public record LoginResponse(
    long userId,
    String keycloakId,
    String username,
    String email,
    String token,
    String accessToken,
    String tokenType,
    long expiresIn,
    boolean success) {

  static LoginResponse of(SignedIn signedIn) {
    return new LoginResponse(
        signedIn.user().id(),
        signedIn.user().keycloakId().orElse(null),
        signedIn.user().username(),
        signedIn.user().email(),
        signedIn.token(),
        signedIn.token(),
        "Bearer",
        TokenService.LIFETIME.toSeconds(),
        true);
  }

  @Override
  public String toString() {
    return "LoginResponse[...]";
  }
}
