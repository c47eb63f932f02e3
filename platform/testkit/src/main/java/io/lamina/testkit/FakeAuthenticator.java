package io.lamina.testkit;

import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Authenticator;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Credentials;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Signs in whom a test has announced: by Basic with the password {@link #PASSWORD}, by Bearer,
 * session or API key with {@link #token}. Everybody else is refused, in one text for every reason.
 */
public final class FakeAuthenticator implements Authenticator {
  public static final String PASSWORD = "right horse battery";

  private final Map<String, Caller> known = new ConcurrentHashMap<>();

  public FakeAuthenticator(Caller... callers) {
    for (Caller caller : callers) {
      known.put(caller.username(), caller);
    }
  }

  /** A token, session id or API key that is accepted for the caller, if he is known. */
  public static String token(Caller caller) {
    return "token-of-" + caller.username();
  }

  @Override
  public Caller authenticate(Credentials credentials, String address) {
    Caller caller = null;
    if (credentials instanceof Credentials.Basic basic) {
      caller = PASSWORD.equals(basic.password()) ? known.get(basic.username()) : null;
    } else if (credentials instanceof Credentials.Bearer bearer) {
      caller = byToken(bearer.token());
    } else if (credentials instanceof Credentials.Session session) {
      caller = byToken(session.id());
    } else if (credentials instanceof Credentials.ApiKey key) {
      caller = byToken(key.key());
    }
    if (caller == null) {
      throw LaminaException.unauthenticated("Invalid credentials");
    }
    return new Caller(
        caller.userId(),
        caller.username(),
        caller.roles(),
        caller.permissions(),
        address,
        caller.only());
  }

  private Caller byToken(String token) {
    return known.values().stream()
        .filter(caller -> token(caller).equals(token))
        .findFirst()
        .orElse(null);
  }
}
