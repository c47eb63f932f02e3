package io.lamina.rest.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in, from where, and what every answer carries. */
class AccessTest {
  private static final String FRIEND = "https://viewer.example";
  private static TestDoor door;

  /** Judges by itself, as presigned links do. */
  static final class LinkServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doPut(HttpServletRequest request, HttpServletResponse response) {
      response.setHeader("ETag", "\"1\"");
      response.setHeader("X-Seen", request.getServletPath() + "|" + request.getPathInfo());
      response.setHeader("X-Who", String.valueOf(request.getUserPrincipal()));
    }
  }

  @BeforeAll
  static void open() throws Exception {
    door = new TestDoor(TestDoor.settings(null, List.of("127.0.0.0/8"), List.of(FRIEND)));
    door.add("probe", new ProbeResource());
    door.door.addServlet("storage", "/objects/", true, new LinkServlet());
  }

  @AfterAll
  static void close() {
    door.close();
  }

  private static HttpRequest.Builder with(String path, String... headers) {
    return door.request(path).headers(headers);
  }

  @Test
  void letsBasicAndBearerIn() throws Exception {
    assertEquals(200, door.get("/api/probe/items/1").statusCode());
    assertEquals(
        200, door.send(with("/api/probe/items/1", "Authorization", "Bearer good")).statusCode());
  }

  /** Jetty's cache of headers would give the first value for the second. */
  @Test
  void tellsCredentialsApartThatDifferInCapitalsAloneOnOneConnection() throws Exception {
    String first = "GET /api/probe/items/1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer good\r\n";
    String answers =
        door.raw(first + "\r\n" + first.replace("good", "gOOd") + "Connection: close\r\n\r\n");
    assertTrue(answers.startsWith("HTTP/1.1 200"), answers);
    assertTrue(answers.contains("HTTP/1.1 401"), answers);
  }

  @Test
  void letsAnApiKeyInButNoTwoCredentialsAtOnce() throws Exception {
    assertEquals(200, door.send(with("/api/probe/items/1", "X-API-Key", "good")).statusCode());
    assertEquals(401, door.send(with("/api/probe/items/1", "X-API-Key", "bad")).statusCode());
    assertEquals(401, door.send(with("/api/probe/slashed", "X-API-Key", "")).statusCode());
    assertEquals(
        400,
        door.send(with("/api/probe/items/1", "X-API-Key", "good", "Authorization", TestDoor.ADMIN))
            .statusCode());
  }

  @Test
  void asksForBothSchemes() throws Exception {
    HttpResponse<String> answer = door.send(door.request("/api/probe/items/1"));
    assertEquals(401, answer.statusCode());
    assertEquals(
        "Basic realm=\"Lamina\", charset=\"UTF-8\", Bearer",
        answer.headers().firstValue("WWW-Authenticate").orElse(""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Basic !!!", "Basic YWRtaW46d3Jvbmc=", "Basic YWRtaW4=", "Bearer bad", "Digest x"})
  void refusesWrongCredentialsAlsoWhereNoneAreNeeded(String authorization) throws Exception {
    for (String path : new String[] {"/api/probe/slashed", "/", "/api/nothing"}) {
      assertEquals(401, door.send(with(path, "Authorization", authorization)).statusCode(), path);
    }
  }

  @Test
  void answers503WhileNobodyCanJudgeCredentials() throws Exception {
    var accounts = door.accounts;
    door.accounts = null;
    try {
      HttpResponse<String> answer = door.get("/api/probe/slashed");
      assertEquals(503, answer.statusCode());
      assertTrue(answer.headers().firstValue("Retry-After").isPresent());
      assertTrue(answer.body().contains("'accounts'"), answer::body);
      assertEquals(200, door.send(door.request("/api/probe/slashed")).statusCode());
    } finally {
      door.accounts = accounts;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Sec-Fetch-Site,cross-site,403",
    "Origin,https://evil.example,403",
    "Origin,null,403",
    "Origin,https://viewer.example,201",
    "Sec-Fetch-Site,same-origin,201",
    "X-Nothing,x,201"
  })
  void refusesWhatAForeignPageSends(String header, String value, int status) throws Exception {
    assertEquals(
        status,
        door.send(
                with(
                        "/api/probe/items",
                        "Authorization",
                        TestDoor.ADMIN,
                        "Content-Type",
                        "application/json",
                        header,
                        value)
                    .POST(HttpRequest.BodyPublishers.ofString("{\"slice_count\":1}")))
            .statusCode());
  }

  @Test
  void takesItsOwnOrigin() throws Exception {
    assertEquals(
        201,
        door.send(
                with(
                        "/api/probe/items",
                        "Authorization",
                        TestDoor.ADMIN,
                        "Content-Type",
                        "application/json",
                        "Origin",
                        "http://127.0.0.1:" + door.door.port())
                    .POST(HttpRequest.BodyPublishers.ofString("{\"slice_count\":1}")))
            .statusCode());
  }

  @Test
  void answersPreflightsOfFriendsAlone() throws Exception {
    HttpResponse<String> friend =
        door.send(
            with("/api/probe/items", "Origin", FRIEND, "Access-Control-Request-Method", "POST")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
    assertEquals(204, friend.statusCode());
    assertEquals(FRIEND, friend.headers().firstValue("Access-Control-Allow-Origin").orElse(""));
    HttpResponse<String> stranger =
        door.send(
            with(
                    "/api/probe/items",
                    "Origin",
                    "https://evil.example",
                    "Access-Control-Request-Method",
                    "POST")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
    assertTrue(stranger.headers().firstValue("Access-Control-Allow-Origin").isEmpty());
    HttpResponse<String> get =
        door.send(with("/api/probe/items/1", "Origin", FRIEND, "Authorization", TestDoor.ADMIN));
    assertTrue(
        get.headers().firstValue("Access-Control-Expose-Headers").orElse("").contains("ETag"));
  }

  @Test
  void leavesLinksToTheirServlet() throws Exception {
    HttpResponse<String> preflight =
        door.send(
            with(
                    "/objects/bucket/masks/a.png?X-Amz-Signature=1",
                    "Origin",
                    "https://any.example",
                    "Access-Control-Request-Method",
                    "PUT",
                    "Access-Control-Request-Headers",
                    "content-type, x-amz-acl, authorization-evil")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
    String allowed = preflight.headers().firstValue("Access-Control-Allow-Headers").orElse("");
    assertTrue(allowed.contains("x-amz-acl"), allowed);
    assertFalse(allowed.contains("evil"), allowed);
    HttpResponse<String> put =
        door.send(
            with(
                    "/objects/bucket/a%20b/?X-Amz-Signature=1",
                    "Origin",
                    "https://any.example",
                    "Sec-Fetch-Site",
                    "cross-site",
                    "Authorization",
                    "Bearer bad")
                .PUT(HttpRequest.BodyPublishers.ofString("x")));
    assertEquals(200, put.statusCode());
    assertEquals("/objects|/bucket/a b/", put.headers().firstValue("X-Seen").orElse(""));
    assertEquals("null", put.headers().firstValue("X-Who").orElse(""));
    assertEquals("*", put.headers().firstValue("Access-Control-Allow-Origin").orElse(""));
  }

  @Test
  void believesTrustedProxies() throws Exception {
    HttpResponse<String> answer =
        door.send(
            with(
                "/api/probe/slashed",
                "X-Forwarded-Proto",
                "https",
                "X-Forwarded-Host",
                "lamina.example"));
    assertTrue(answer.body().contains("https://lamina.example"), answer::body);
    try (TestDoor closed = new TestDoor()) {
      closed.add("probe", new ProbeResource());
      HttpResponse<String> plain =
          closed.send(
              closed
                  .request("/api/probe/slashed")
                  .headers("X-Forwarded-Host", "evil.example", "X-Forwarded-Proto", "https"));
      assertFalse(plain.body().contains("evil"), plain::body);
    }
  }

  @Test
  void carriesARequestIdAndSafeHeaders() throws Exception {
    HttpResponse<String> answer = door.send(with("/api/probe/slashed", "X-Request-Id", "abc-1"));
    assertEquals("abc-1", answer.headers().firstValue("X-Request-Id").orElse(""));
    assertEquals("nosniff", answer.headers().firstValue("X-Content-Type-Options").orElse(""));
    assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElse(""));
    assertTrue(answer.headers().firstValue("Server").isEmpty());
    HttpResponse<String> odd =
        door.send(with("/api/probe/slashed", "X-Request-Id", "a b\"<script>"));
    assertTrue(odd.headers().firstValue("X-Request-Id").orElse("").matches("[0-9a-f]{16}"));
  }

  @ParameterizedTest
  @CsvSource({"TRACE,405", "BREW,405"})
  void refusesOddMethods(String method, int status) throws Exception {
    String answer =
        door.raw(method + " /api/probe/slashed HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 " + status), answer);
    assertTrue(answer.contains("\"error\":"), answer);
  }

  @Test
  void refusesWhatIsNoHttpInJson() throws Exception {
    for (String request :
        new String[] {
          "GET /x HTTP/1.1\r\nHost: x\r\nX-Long: " + "y".repeat(20_000) + "\r\n\r\n",
          "GET /x HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n",
          "GET /api/probe/items/1 HTTP/1.1\r\nHost: x\r\nHost: y\r\nConnection: close\r\n\r\n",
          "nonsense\r\n\r\n"
        }) {
      String answer = door.raw(request);
      assertTrue(answer.startsWith("HTTP/1.1 4"), answer);
      assertTrue(answer.contains("\"error\":"), answer);
      assertFalse(answer.contains("jetty"), answer);
    }
  }
}
