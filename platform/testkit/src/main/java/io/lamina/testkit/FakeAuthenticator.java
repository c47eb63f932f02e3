package io.lamina.testkit;

import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Authenticator;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Credentials;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Signs in whom a test has announced: by Basic with the password {@link #PASSWORD}, by Bearer with
 * the token {@link #token}. Everybody else is refused, in one text for every reason.
 */
public final class FakeAuthenticator implements Authenticator {
  public static final String PASSWORD = "right horse battery";

  private final Map<String, Caller> known = new ConcurrentHashMap<>();

  public FakeAuthenticator(Caller... callers) {
    for (Caller caller : callers) {
      known.put(caller.username(), caller);
    }
  }

  /** A bearer token that is accepted for the caller, if he is known. */
  public static String token(Caller caller) {
    return "token-of-" + caller.username();
  }

  @Override
  public Caller authenticate(Credentials credentials, String address) {
    Caller caller =
        credentials instanceof Credentials.Basic basic ? basic(basic) : bearer(credentials);
    if (caller == null) {
      throw LaminaException.unauthenticated("Invalid credentials");
    }
    return new Caller(
        caller.userId(), caller.username(), caller.roles(), caller.permissions(), address);
  }

  private Caller basic(Credentials.Basic basic) {
    return PASSWORD.equals(basic.password()) ? known.get(basic.username()) : null;
  }

  private Caller bearer(Credentials credentials) {
    String token = ((Credentials.Bearer) credentials).token();
    return known.values().stream()
        .filter(caller -> token(caller).equals(token))
        .findFirst()
        .orElse(null);
  }
}
