package io.lamina.rest.door;

import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Authenticator;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Credentials;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import javax.servlet.http.HttpServletRequest;

/** Turns the credentials of a request into a caller, through whatever accounts there are. */
final class SignIn {
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final String API_KEY = "X-API-Key";

  private final Supplier<Authenticator> accounts;

  /**
   * @param accounts gives null while accounts is away
   */
  SignIn(Supplier<Authenticator> accounts) {
    this.accounts = accounts;
  }

  /** Whether a header carries credentials; a session cookie does not count beside them. */
  static boolean isAsked(HttpServletRequest request) {
    return isAuthorized(request) || request.getHeader(API_KEY) != null;
  }

  private static boolean isAuthorized(HttpServletRequest request) {
    String authorization = request.getHeader("Authorization");
    return authorization != null && !authorization.isBlank();
  }

  /**
   * @throws LaminaException 401 for wrong credentials; 400 for two at once; 503 while nobody can
   *     judge them
   */
  Caller byHeader(HttpServletRequest request, String address) {
    String apiKey = request.getHeader(API_KEY);
    boolean authorized = isAuthorized(request);
    if (authorized && apiKey != null) {
      throw LaminaException.badRequest("Send either Authorization or X-API-Key, not both");
    }
    return authenticate(
        authorized
            ? credentials(request.getHeader("Authorization").trim())
            : new Credentials.ApiKey(apiKey.trim()),
        address);
  }

  /**
   * @return empty where no such session lives
   * @throws LaminaException 503 while nobody can judge it
   */
  Optional<Caller> bySession(String id, String address) {
    try {
      return Optional.of(authenticate(new Credentials.Session(id), address));
    } catch (LaminaException e) {
      if (e.kind() == ErrorKind.UNAUTHENTICATED) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Caller authenticate(Credentials credentials, String address) {
    Authenticator authenticator = accounts.get();
    if (authenticator == null) {
      throw LaminaException.unavailable(
          "The module 'accounts' is not active, so nobody can sign in. Try again shortly", SOON);
    }
    return authenticator.authenticate(credentials, address);
  }

  private static Credentials credentials(String authorization) {
    int space = authorization.indexOf(' ');
    String scheme = space < 0 ? authorization : authorization.substring(0, space);
    String value = space < 0 ? "" : authorization.substring(space + 1).trim();
    return switch (scheme.toLowerCase(Locale.ROOT)) {
      case "bearer" -> new Credentials.Bearer(value);
      case "basic" -> basic(value);
      default ->
          throw LaminaException.unauthenticated(
              "Sign in with Basic or Bearer; other schemes are unknown here");
    };
  }

  private static Credentials basic(String value) {
    String pair;
    try {
      pair = new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw LaminaException.unauthenticated("The Authorization header is malformed");
    }
    int colon = pair.indexOf(':');
    if (colon < 0) {
      throw LaminaException.unauthenticated("The Authorization header is malformed");
    }
    return new Credentials.Basic(pair.substring(0, colon), pair.substring(colon + 1));
  }
}
