package io.lamina.contract.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;

/** What the server said. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Answer(String request, int status, HttpHeaders headers, byte[] body) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  public JsonNode json() {
    try {
      return JSON.readTree(text());
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON: " + this, e);
    }
  }

  public String header(String name) {
    return headers.firstValue(name).orElse("");
  }

  /** This answer, if its status is the given one. */
  public Answer expect(int expected) {
    assertEquals(expected, status, this::toString);
    return this;
  }

  @Override
  public String toString() {
    return request + " -> " + status + " " + (body.length > 2000 ? body.length + " bytes" : text());
  }
}
