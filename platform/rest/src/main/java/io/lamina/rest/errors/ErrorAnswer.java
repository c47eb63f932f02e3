package io.lamina.rest.errors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is sent for an error.
 *
 * @param status HTTP status
 * @param headers to set, Content-Type among them
 * @param body JSON
 */
public record ErrorAnswer(int status, Map<String, String> headers, byte[] body) {
  /** Asked for by {@code Accept} (X-13, RFC 9457). */
  public static final String PROBLEM_JSON = "application/problem+json";

  /**
   * Both schemes, in one header as X-21 has it. Basic comes first: browsers and `requests` take the
   * first they know.
   */
  public static final String CHALLENGE = "Basic realm=\"Lamina\", charset=\"UTF-8\", Bearer";

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * @param accept the request's Accept header, or null
   * @param errorId of the log entry, or null where the client is to blame
   */
  public static ErrorAnswer of(
      LaminaException refusal, ErrorDialect dialect, String accept, String errorId) {
    boolean problem = accept != null && accept.contains(PROBLEM_JSON);
    Map<String, Object> body = problem ? problem(refusal) : dialect.body(refusal);
    if (errorId != null) {
      body.put("error_id", errorId);
    }
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", problem ? PROBLEM_JSON : "application/json");
    headers.put("Cache-Control", "no-store");
    if (refusal.kind() == ErrorKind.UNAUTHENTICATED) {
      headers.put("WWW-Authenticate", CHALLENGE);
    }
    refusal
        .retryAfter()
        .ifPresent(
            wait -> headers.put("Retry-After", Long.toString(Math.max(1, wait.toSeconds()))));
    return new ErrorAnswer(refusal.kind().status(), headers, bytes(body));
  }

  /** The same answer with one more header. */
  public ErrorAnswer with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new ErrorAnswer(status, more, body);
  }

  private static Map<String, Object> problem(LaminaException refusal) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", "about:blank");
    body.put("title", refusal.title());
    body.put("status", refusal.kind().status());
    body.put("detail", refusal.getMessage());
    refusal.details().ifPresent(details -> body.put("details", details));
    return body;
  }

  private static byte[] bytes(Map<String, Object> body) {
    try {
      return JSON.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
