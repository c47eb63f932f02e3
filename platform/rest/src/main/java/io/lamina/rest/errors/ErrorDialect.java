package io.lamina.rest.errors;

import io.lamina.api.error.LaminaException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The shape of an error body, which depends on the family of the path. */
public enum ErrorDialect {
  /** S1 and S2: the status phrase, then the sentence. Every path that is no other family's. */
  TITLED {
    @Override
    Map<String, Object> body(LaminaException refusal) {
      Map<String, Object> body = start(refusal.title(), refusal.getMessage());
      refusal.details().ifPresent(details -> body.put("details", details));
      return body;
    }
  },
  /** S3: its clients read {@code detail}. */
  DETAILED {
    @Override
    Map<String, Object> body(LaminaException refusal) {
      Map<String, Object> body = start(refusal.title(), refusal.getMessage());
      body.put("detail", refusal.details().orElse(refusal.getMessage()));
      return body;
    }
  },
  /** S4 and S5: {@code error} is the sentence for people. */
  SENTENCE {
    @Override
    Map<String, Object> body(LaminaException refusal) {
      Map<String, Object> body = start(refusal.getMessage(), refusal.getMessage());
      refusal.details().ifPresent(details -> body.put("details", details));
      return body;
    }
  };

  private static final List<String> SENTENCE_PATHS =
      List.of(
          "/viewer",
          "/scan",
          "/upload",
          "/login",
          "/register",
          "/api/processing",
          "/api/scan",
          "/api/runner");

  abstract Map<String, Object> body(LaminaException refusal);

  private static Map<String, Object> start(String error, String message) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("error", error);
    body.put("message", message);
    return body;
  }

  /**
   * @param path normalized, without trailing slash
   * @param trailingSlash whether the client wrote one: S5 signs in at {@code /api/auth/login/}, S1
   *     at the same path without it
   */
  public static ErrorDialect of(String path, boolean trailingSlash) {
    if (below(path, "/patient-images")) {
      return DETAILED;
    }
    if (trailingSlash && path.equals("/api/auth/login")) {
      return SENTENCE;
    }
    return SENTENCE_PATHS.stream().anyMatch(family -> below(path, family)) ? SENTENCE : TITLED;
  }

  private static boolean below(String path, String family) {
    return path.startsWith(family)
        && (path.length() == family.length() || path.charAt(family.length()) == '/');
  }
}
