package io.lamina.rest.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths, bodies, errors and headers over real HTTP. */
class FrontDoorTest {
  private static TestDoor door;

  @BeforeAll
  static void open() throws Exception {
    door = new TestDoor();
    door.add("probe", new ProbeResource());
  }

  @AfterAll
  static void close() {
    door.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/probe/items/1",
        "/api/probe/items/1/",
        "//api///probe/items/1",
        "/api/probe/%69tems/1",
        "/api/probe/slashed",
        "/api/probe/slashed/"
      })
  void answersWithAndWithoutSlashes(String path) throws Exception {
    assertEquals(200, door.get(path).statusCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/%2e%2e/probe",
        "/api/../health",
        "/api/./probe",
        "/api/probe/items/1;a=b",
        "/api/probe%2Fitems/1",
        "/api/probe/items/%00",
        "/api/probe/items/%ff",
        "/api/probe/items/%C0%AF",
        "/api/probe/items/%4",
        "/api/probe/items/%5c",
        "/api/probe/items/%0a"
      })
  void refusesPathsThatTwoReadersReadDifferently(String path) throws Exception {
    String answer =
        door.raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
    assertTrue(answer.contains("\"error\":\"Bad Request\""), answer);
  }

  @Test
  void writesTimesWithSixDigitsAndNulls() throws Exception {
    assertEquals(
        "{\"id\":1,\"group_name\":\"a\",\"slice_count\":1,\"tool_version\":null,"
            + "\"created_at\":\"2025-10-23T04:26:30.500000Z\"}",
        door.get("/api/probe/items/1").body());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|the body is empty",
        "null|expected a value, not null",
        "[]|expected object (line 1, column 1)",
        "{|the body ends too early (line 1, column 2)",
        "{\"group_name\":1}|invalid type for field 'group_name': expected string",
        "{\"slice_count\":3.5}|invalid type for field 'slice_count': expected integer",
        "{\"slice_count\":\"3\"}|invalid type for field 'slice_count': expected integer",
        "{\"slice_count\":true}|invalid type for field 'slice_count': expected integer",
        "{\"slice_count\":99999999999}|invalid type for field 'slice_count': expected integer",
        "{\"slice_count\":1,\"slice_count\":1}|field 'slice_count' is given twice (line 1, column"
            + " 31)",
        "{\"a\":[1,2}|this is not valid JSON (line 1, column 10)",
        "nonsense|this is not valid JSON (line 1, column 1)",
        "{\"group_name\":\"x\"}|missing field 'slice_count'"
      })
  void refusesBadJsonInCleanWords(String body, String words) throws Exception {
    HttpResponse<String> answer = door.post("/api/probe/items", body);
    assertEquals(400, answer.statusCode());
    assertTrue(
        answer.body().contains("\"message\":\"Json deserialize error: " + words + "\""),
        answer::body);
  }

  @Test
  void saysAMissingFieldInTheWordsOfS1() throws Exception {
    assertEquals(
        "{\"error\":\"Bad Request\",\"message\":\"Json deserialize error: missing field"
            + " 'slice_count'\",\"details\":\"필수 필드가 누락되었습니다.\"}",
        door.post("/api/probe/items", "{\"unknown\":1}").body());
  }

  @Test
  void refusesDeepJson() throws Exception {
    String body = "{\"a\":" + "[".repeat(100) + "]".repeat(100) + "}";
    HttpResponse<String> answer = door.post("/api/probe/items", body);
    assertEquals(400, answer.statusCode());
    assertTrue(answer.body().contains("nested deeper than 64 levels"), answer::body);
  }

  @Test
  void refusesLargeJsonAlsoWhenItsLengthIsNotTold() throws Exception {
    byte[] chunk = " ".repeat(64 << 10).getBytes(StandardCharsets.UTF_8);
    HttpResponse<String> answer =
        door.send(
            door.request("/api/probe/items")
                .header("Authorization", TestDoor.ADMIN)
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.fromPublisher(
                        HttpRequest.BodyPublishers.ofByteArrays(Collections.nCopies(20, chunk)))));
    assertEquals(413, answer.statusCode());
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/api/nothing,404,{\"error\":\"Not Found\"",
    "GET,/viewer/api/nothing,404,{\"error\":\"There is nothing",
    "GET,/scan/1/x,404,{\"error\":\"There is nothing",
    "GET,/api/auth/login,404,{\"error\":\"Not Found\"",
    "GET,/api/auth/login/,404,{\"error\":\"There is nothing",
    "GET,/patient-images/nothing,404,\"detail\":\"There is nothing",
    "GET,/api/probe/items/x,404,No object with this id",
    "GET,/api/probe/items/1?limit=x,400,Query parameter 'limit' must be an integer",
    "DELETE,/api/probe/items/1,405,\"error\":\"Method Not Allowed\"",
    "PUT,/,405,\"error\":\"Method Not Allowed\""
  })
  void refusesInTheDialectOfThePath(String method, String path, int status, String words)
      throws Exception {
    HttpResponse<String> answer =
        door.send(
            door.request(path)
                .header("Authorization", TestDoor.ADMIN)
                .method(method, HttpRequest.BodyPublishers.noBody()));
    assertEquals(status, answer.statusCode());
    assertTrue(answer.body().contains(words), answer::body);
    assertTrue(answer.body().contains("\"message\":"), answer::body);
    if (status == 405) {
      assertTrue(answer.headers().firstValue("Allow").orElse("").contains("GET"));
    }
  }

  @Test
  void answersHeadAndOptionsByItself() throws Exception {
    HttpResponse<String> head =
        door.send(
            door.request("/api/probe/items/1")
                .header("Authorization", TestDoor.ADMIN)
                .method("HEAD", HttpRequest.BodyPublishers.noBody()));
    assertEquals(200, head.statusCode());
    assertEquals("", head.body());
    HttpResponse<String> options =
        door.send(
            door.request("/api/probe/items/1")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
    assertEquals(204, options.statusCode());
    assertEquals("GET, HEAD, OPTIONS", options.headers().firstValue("Allow").orElse(""));
  }

  @Test
  void answersProblemDetailsToWhoAsksForThem() throws Exception {
    HttpResponse<String> answer =
        door.send(door.request("/api/nothing").header("Accept", "application/problem+json"));
    assertEquals(
        "application/problem+json", answer.headers().firstValue("Content-Type").orElse(""));
    assertTrue(answer.body().contains("\"status\":404"), answer::body);
    HttpResponse<String> good =
        door.send(
            door.request("/api/probe/items/1")
                .header("Authorization", TestDoor.ADMIN)
                .header("Accept", "application/problem+json"));
    assertEquals(200, good.statusCode());
  }

  @Test
  void tellsNothingOfAFailureButItsId() throws Exception {
    HttpResponse<String> answer = door.get("/api/probe/failure");
    assertEquals(500, answer.statusCode());
    assertFalse(answer.body().contains("secret"), answer::body);
    assertTrue(answer.body().contains("\"error_id\":\""), answer::body);
  }

  @Test
  void refusesOtherMediaTypes() throws Exception {
    HttpResponse<String> form =
        door.send(
            door.request("/api/probe/items")
                .header("Authorization", TestDoor.ADMIN)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("{\"slice_count\":1}")));
    assertEquals(415, form.statusCode());
    assertTrue(form.body().contains("\"error\":\"Unsupported Media Type\""), form::body);
    HttpResponse<String> image =
        door.send(
            door.request("/api/probe/items/1")
                .header("Authorization", TestDoor.ADMIN)
                .header("Accept", "image/png"));
    assertEquals(406, image.statusCode());
    assertTrue(image.body().contains("\"error\":\"Not Acceptable\""), image::body);
  }

  @Test
  void takesAnEmptyBodyWithoutTypeForEmptyJson() throws Exception {
    HttpResponse<String> answer =
        door.send(
            door.request("/api/probe/items")
                .header("Authorization", TestDoor.ADMIN)
                .POST(HttpRequest.BodyPublishers.noBody()));
    assertEquals(400, answer.statusCode());
  }
}
