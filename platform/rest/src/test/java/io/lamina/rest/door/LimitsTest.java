package io.lamina.rest.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.rest.config.LimitsConfig;
import io.lamina.rest.limits.LimitsSettings;
import io.lamina.rest.limits.RateLimits;
import java.lang.reflect.Proxy;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** 429 over HTTP: whom it counts, what it says, what it saves (C-089, H-19, D-06). */
class LimitsTest {
  private static final String FRIEND = "https://viewer.example";
  private static final String PATH = "/api/probe/slashed";

  private final RateLimits limits = new RateLimits(settings("/api/** anonymous=3 user=5"));
  private TestDoor door;

  /** The shipped settings but for one family, and five wrong passwords. */
  private static LimitsSettings settings(String api) {
    Map<String, Object> changed =
        Map.of(
            "api",
            api,
            "signin",
            "/api/auth/** anonymous=5 user=5",
            "other",
            "/** anonymous=9 user=9");
    LimitsConfig config =
        (LimitsConfig)
            Proxy.newProxyInstance(
                LimitsConfig.class.getClassLoader(),
                new Class<?>[] {LimitsConfig.class},
                (proxy, method, arguments) ->
                    changed.getOrDefault(method.getName(), method.getDefaultValue()));
    return LimitsSettings.of(config, Map.of());
  }

  /** Judges by itself, as presigned links do. */
  static final class LinkServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      response.setStatus(204);
    }
  }

  @BeforeEach
  void open() throws Exception {
    door = new TestDoor(TestDoor.settings(null, List.of("127.0.0.0/8"), List.of(FRIEND)), limits);
    door.add("probe", new ProbeResource());
    door.door.addServlet("storage", "/objects/", true, new LinkServlet());
  }

  @AfterEach
  void close() {
    door.close();
  }

  private HttpResponse<String> from(String address, String... headers) throws Exception {
    HttpRequest.Builder request = door.request(PATH).header("X-Forwarded-For", address);
    return door.send(headers.length == 0 ? request : request.headers(headers));
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  @Test
  void everyAnswerSaysHowMuchIsLeftAndTheLastOneWhenThereIsMore() throws Exception {
    for (int left = 2; left >= 0; left--) {
      HttpResponse<String> answer = from("192.0.2.1");
      assertEquals(200, answer.statusCode());
      assertEquals("3", header(answer, "RateLimit-Limit"));
      assertEquals(Integer.toString(left), header(answer, "RateLimit-Remaining"));
      assertEquals("3;w=3600", header(answer, "RateLimit-Policy"));
      assertTrue(Long.parseLong(header(answer, "RateLimit-Reset")) > 0);
    }
    HttpResponse<String> refused = from("192.0.2.1", "Origin", FRIEND);
    assertEquals(429, refused.statusCode());
    long wait = Long.parseLong(header(refused, "Retry-After"));
    assertTrue(wait > 0 && wait <= 1200, () -> "a third of an hour at most, not " + wait);
    assertEquals("0", header(refused, "RateLimit-Remaining"));
    assertTrue(header(refused, "Access-Control-Expose-Headers").contains("RateLimit-Remaining"));
    assertTrue(
        refused
            .body()
            .startsWith(
                "{\"error\":\"Too Many Requests\",\"message\":\"Too many requests: at"
                    + " most 3 an hour"),
        refused::body);
    assertEquals(200, from("192.0.2.2").statusCode(), "another address");
    assertEquals(200, from("192.0.2.1", "Authorization", TestDoor.ADMIN).statusCode());
  }

  @Test
  void aUserIsOneWhateverDoorAndAddress() throws Exception {
    for (int i = 0; i < 5; i++) {
      String authorization = i % 2 == 0 ? TestDoor.ADMIN : "Bearer good";
      assertEquals(200, from("192.0.2." + i, "Authorization", authorization).statusCode());
    }
    HttpResponse<String> refused = from("192.0.2.9", "Authorization", "Bearer good");
    assertEquals(429, refused.statusCode());
    assertEquals("5", header(refused, "RateLimit-Limit"));
  }

  @Test
  void anAddressIsBelievedFromTrustedProxiesAlone() throws Exception {
    try (TestDoor direct = new TestDoor(TestDoor.settings(null, List.of(), List.of()), limits)) {
      direct.add("probe", new ProbeResource());
      for (int i = 0; i < 4; i++) {
        int status =
            direct
                .send(direct.request(PATH).header("X-Forwarded-For", "192.0.2." + i))
                .statusCode();
        assertEquals(i < 3 ? 200 : 429, status, "all of them are 127.0.0.1");
      }
    }
  }

  @Test
  void anIpv6SubscriberIsOne() throws Exception {
    for (int i = 0; i < 4; i++) {
      assertEquals(i < 3 ? 200 : 429, from("2001:db8:0:7:" + i + "::1").statusCode());
    }
    assertEquals(200, from("2001:db8:0:8::1").statusCode());
  }

  @Test
  void wrongPasswordsAreRefusedWithoutALookAtThem() throws Exception {
    AtomicInteger looked = new AtomicInteger();
    var accounts = door.accounts;
    door.accounts =
        (credentials, address) -> {
          looked.incrementAndGet();
          return accounts.authenticate(credentials, address);
        };
    for (int i = 0; i < 20; i++) {
      HttpResponse<String> answer = from("192.0.2.1", "Authorization", "Basic YWRtaW46d3Jvbmc=");
      assertEquals(i < 5 ? 401 : 429, answer.statusCode());
    }
    assertEquals(5, looked.get());
    assertEquals(429, from("192.0.2.1", "Authorization", TestDoor.ADMIN).statusCode());
    assertEquals(200, from("192.0.2.1", "Authorization", "Bearer good").statusCode());
    assertEquals(200, from("192.0.2.2", "Authorization", TestDoor.ADMIN).statusCode());
    door.accounts = accounts;
  }

  @Test
  void rightPasswordsCostNoAttempt() throws Exception {
    limits.set(settings("/api/** anonymous=3 user=100"));
    for (int i = 0; i < 30; i++) {
      assertEquals(200, from("192.0.2.1", "Authorization", TestDoor.ADMIN).statusCode());
    }
  }

  @Test
  void wrongTokensCountAsAnonymousRequests() throws Exception {
    for (int i = 0; i < 5; i++) {
      HttpResponse<String> answer = from("192.0.2.1", "Authorization", "Bearer bad");
      assertEquals(i < 3 ? 401 : 429, answer.statusCode());
    }
  }

  /** H-13; each is an entry of the audit trail, so that nobody may send them without end. */
  @Test
  void whatForeignPagesSendCountsAsAnonymousWhateverIsInIt() throws Exception {
    for (int i = 0; i < 5; i++) {
      HttpResponse<String> answer =
          door.send(
              door.request(PATH)
                  .headers(
                      "X-Forwarded-For", "192.0.2.1",
                      "Origin", "https://evil.example",
                      "Authorization", TestDoor.ADMIN)
                  .POST(HttpRequest.BodyPublishers.noBody()));
      assertEquals(i < 3 ? 403 : 429, answer.statusCode());
    }
    assertEquals(429, from("192.0.2.1").statusCode());
    assertEquals(200, from("192.0.2.1", "Authorization", TestDoor.ADMIN).statusCode());
    assertEquals(200, from("192.0.2.2").statusCode());
  }

  /** From this machine alone /metrics is open; through a proxy it wants a secret. */
  @Test
  void secretsForMetricsAreCountedBeforeALookAtThem() throws Exception {
    AtomicInteger looked = new AtomicInteger();
    var accounts = door.accounts;
    door.accounts =
        (credentials, address) -> {
          looked.incrementAndGet();
          return accounts.authenticate(credentials, address);
        };
    for (int i = 0; i < 20; i++) {
      String wrong = i % 2 == 0 ? "Basic YWRtaW46d3Jvbmc=" : "Bearer guess" + i;
      assertEquals(i < 5 ? 401 : 429, metrics("192.0.2.1", wrong).statusCode());
    }
    assertEquals(5, looked.get());
    HttpResponse<String> refused = metrics("192.0.2.1", TestDoor.ADMIN);
    assertEquals(429, refused.statusCode());
    assertTrue(Long.parseLong(header(refused, "Retry-After")) > 0);
    assertEquals(429, from("192.0.2.1", "Authorization", TestDoor.ADMIN).statusCode());
    for (int i = 0; i < 10; i++) {
      assertEquals(200, metrics("192.0.2.2", TestDoor.ADMIN).statusCode(), "right ones are free");
    }
  }

  private HttpResponse<String> metrics(String address, String authorization) throws Exception {
    return door.send(
        door.request("/metrics")
            .headers("X-Forwarded-For", address, "Authorization", authorization));
  }

  @Test
  void healthAndPreflightsAreNotCounted() throws Exception {
    for (int i = 0; i < 30; i++) {
      HttpResponse<String> health =
          door.send(door.request("/health").header("X-Forwarded-For", "192.0.2.1"));
      assertEquals(200, health.statusCode());
      assertTrue(health.body().contains("\"rate_limits\":\"on\""), health::body);
      HttpResponse<String> preflight =
          door.send(
              door.request(PATH)
                  .headers(
                      "X-Forwarded-For", "192.0.2.1",
                      "Origin", FRIEND,
                      "Access-Control-Request-Method", "POST")
                  .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
      assertEquals(204, preflight.statusCode());
    }
    assertEquals("2", header(from("192.0.2.1"), "RateLimit-Remaining"));
  }

  @Test
  void presignedLinksHaveTheirOwnFamilyAndNoSignIn() throws Exception {
    HttpResponse<String> answer =
        door.send(
            door.request("/objects/a?X-Amz-Signature=0")
                .header("Authorization", "Basic YWRtaW46d3Jvbmc="));
    assertEquals(204, answer.statusCode());
    assertEquals("60000", header(answer, "RateLimit-Limit"));
  }

  @Test
  void aPathThatDoesNotExistIsCountedToo() throws Exception {
    for (int i = 0; i < 10; i++) {
      int status =
          door.send(door.request("/nothing/" + i).header("X-Forwarded-For", "192.0.2.1"))
              .statusCode();
      assertEquals(i < 9 ? 404 : 429, status);
    }
  }

  @Test
  void aChangeTakesEffectWithTheNextRequestAndKeepsWhatWasUsed() throws Exception {
    for (int i = 0; i < 4; i++) {
      from("192.0.2.1");
    }
    limits.set(settings("/api/** anonymous=10 user=5"));
    assertEquals("6", header(from("192.0.2.1"), "RateLimit-Remaining"));
    limits.set(LimitsSettings.shipped(Map.of("LAMINA_RATE_LIMITS", "off")));
    HttpResponse<String> free = from("192.0.2.1");
    assertEquals("", header(free, "RateLimit-Limit"));
    TestDoor.await(() -> health().contains("\"rate_limits\":\"off\""));
  }

  private String health() {
    try {
      return door.send(door.request("/health")).body();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The answer comes while the body is still under way, and the client gets to read it. */
  @Test
  void aRefusedUploadIsAnsweredBeforeItsBody() throws Exception {
    for (int i = 0; i < 3; i++) {
      from("192.0.2.1");
    }
    String answer =
        door.raw(
            "POST "
                + PATH
                + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Forwarded-For: 192.0.2.1\r\n"
                + "Content-Type: text/plain\r\nContent-Length: 200000\r\n\r\n"
                + "x".repeat(200_000));
    assertTrue(answer.startsWith("HTTP/1.1 429"), answer);
  }
}
