package io.lamina.contract.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;

/** How a refusal looks in a path family (X-13, D-05). */
public enum Dialect {
  /** S1, S2: the status phrase in {@code error}, the sentence in {@code message}. */
  MASKS {
    @Override
    void check(Answer answer, String error, String message) {
      final String phrase = PHRASES.get(answer.status());
      assertTrue(
          error.equals(phrase) || (answer.status() == 400 && error.equals("Validation Error")),
          answer::toString);
    }
  },
  /** S4, S5: the sentence itself in {@code error}. */
  VIEWER {
    @Override
    void check(Answer answer, String error, String message) {
      assertEquals(message, error, answer::toString);
    }
  };

  private static final Map<Integer, String> PHRASES =
      Map.of(
          400, "Bad Request",
          401, "Unauthorized",
          403, "Forbidden",
          404, "Not Found",
          405, "Method Not Allowed",
          409, "Conflict",
          413, "Content Too Large",
          415, "Unsupported Media Type",
          503, "Service Unavailable");

  abstract void check(Answer answer, String error, String message);

  /** A clear refusal of the client's request: 4xx, JSON, both fields, nothing from the inside. */
  public void assertRefused(Answer answer) {
    assertTrue(answer.status() >= 400 && answer.status() < 500, answer::toString);
    assertRefused(answer, answer.status());
  }

  public void assertRefused(Answer answer, int status) {
    assertEquals(status, answer.status(), answer::toString);
    assertTrue(answer.header("Content-Type").startsWith("application/json"), answer::toString);
    final String error = answer.json().path("error").asText();
    final String message = answer.json().path("message").asText();
    assertFalse(error.isBlank() || message.isBlank(), answer::toString);
    for (final String inner :
        new String[] {"Exception", "io.lamina", "\tat ", "SELECT", "/karaf/", "org."}) {
      assertFalse(answer.text().contains(inner), () -> "says '" + inner + "': " + answer);
    }
    check(answer, error, message);
  }
}
