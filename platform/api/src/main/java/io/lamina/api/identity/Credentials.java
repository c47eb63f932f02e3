package io.lamina.api.identity;

/** What a request carries to prove who sends it. Never logged. */
public sealed interface Credentials {

  /** A token of the Authorization header (RFC 6750). */
  record Bearer(String token) implements Credentials {
    @Override
    public String toString() {
      return "Bearer[...]";
    }
  }

  /** HTTP Basic (RFC 7617), accepted on every path that accepts Bearer (M1, M2). */
  record Basic(String username, String password) implements Credentials {
    @Override
    public String toString() {
      return "Basic[...]";
    }
  }

  /** Id of a browser session, from its cookie (C-081). */
  record Session(String id) implements Credentials {
    @Override
    public String toString() {
      return "Session[...]";
    }
  }

  /** A long-lived key of a program, from the header X-API-Key. */
  record ApiKey(String key) implements Credentials {
    @Override
    public String toString() {
      return "ApiKey[...]";
    }
  }
}
