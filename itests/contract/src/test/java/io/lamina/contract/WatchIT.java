package io.lamina.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lamina.contract.harness.Answer;
import io.lamina.contract.harness.Await;
import io.lamina.contract.harness.Client;
import io.lamina.contract.harness.HangingPostgres;
import io.lamina.contract.harness.People;
import io.lamina.contract.harness.Server;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What those see who watch the platform (C-096, D-06), also when its clients or its base hang. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WatchIT {
  /** 500 in the soak. */
  private static final int CROWD = Integer.getInteger("lamina.slow.connections", 120);

  private static final Duration PROMISED = Duration.ofSeconds(2);
  private static final Duration SOON = Duration.ofSeconds(60);

  private HangingPostgres postgres;
  private Server server;
  private Client anonymous;
  private Client admin;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    postgres = new HangingPostgres(folder);
    final Map<String, String> environment = new HashMap<>(postgres.environment());
    environment.put("LAMINA_LOG_FORMAT", "json");
    environment.put("LAMINA_REST_SLOW_SECONDS", "3");
    environment.put("LAMINA_REST_HEADER_SECONDS", "3");
    environment.put("LAMINA_REST_THREADS", "16");
    environment.put("LAMINA_REST_SLOW_REQUEST_MILLIS", "1");
    server = Server.start("watched", environment);
    anonymous = new Client(server);
    admin = new People(server).admin();
  }

  @AfterAll
  void stop() throws IOException {
    server.close();
    postgres.close();
  }

  private double metric(String sample) {
    final Matcher matcher =
        Pattern.compile("(?m)^" + Pattern.quote(sample) + " (\\S+)$")
            .matcher(anonymous.get("/metrics").expect(200).text());
    return matcher.find() ? Double.parseDouble(matcher.group(1)) : Double.NaN;
  }

  @Test
  void metricsTellOfRequestsAndOfWhatTheCapabilitiesCount() {
    admin.get("/api/annotations").expect(200);
    final String route =
        "lamina_http_requests_total{capability=\"masks\",method=\"GET\","
            + "route=\"/api/annotations\",status=\"2xx\"}";
    assertTrue(metric(route) >= 1, route);
    assertTrue(metric("lamina_storage_free_bytes{capability=\"storage\"}") > 0);
    assertTrue(metric("lamina_database_connections_most{capability=\"persistence\"}") > 1);
    assertEquals(0, metric("lamina_dicom_queue_length{capability=\"dicom\"}"));
    assertTrue(metric("jvm_memory_used_bytes{area=\"heap\"}") > 1_000_000);
    assertTrue(metric("process_open_fds") > 10);
    final Answer proxied =
        anonymous.send(anonymous.request("/metrics").header("X-Forwarded-For", "10.1.2.3"));
    assertEquals(401, proxied.status(), proxied::toString);
  }

  @Test
  void everyLineOfTheLogIsOneObjectAndThoseOfARequestCarryItsId() throws IOException {
    final String id = "watch-it-1";
    admin.send(admin.request("/api/annotations/999999").header("X-Request-Id", id)).expect(404);
    // it is written after the answer is
    Await.until(
        SOON,
        () -> server.log().lines().anyMatch(each -> isLineOf(each, id)),
        () -> "the request has no line: " + server.log());
    final List<JsonNode> lines = new ArrayList<>();
    final String log = server.log();
    for (final String line : log.substring(0, log.lastIndexOf('\n')).split("\n")) {
      lines.add(new ObjectMapper().readTree(line));
      assertTrue(lines.get(lines.size() - 1).path("message").isTextual(), line);
    }
    final JsonNode line =
        lines.stream()
            .filter(each -> each.path("request").asText().equals(id))
            .filter(each -> each.path("logger").asText().equals("io.lamina.request"))
            .findFirst()
            .orElseThrow();
    assertEquals("/api/annotations/{annotation_id}", line.path("route").asText(), line::toString);
    assertEquals("masks", line.path("capability").asText(), line::toString);
    assertEquals("GET", line.path("method").asText(), line::toString);
    assertEquals(404, line.path("status").asInt(), line::toString);
    assertEquals(1, line.path("user").asInt(), line::toString);
    assertTrue(line.path("ms").isInt() && line.path("out").asInt() > 10, line::toString);
    assertFalse(line.toString().contains("999999"), line::toString);
  }

  /** To look at a password takes longer than the millisecond that this server allows. */
  @Test
  void aSlowRequestIsWarnedOfByItsRouteAndId() {
    final String id = "watch-it-slow";
    final Client wrong = anonymous.basic("admin", "not-the-password");
    wrong
        .send(
            wrong.request("/viewer/api/studies/?patient_name=Doe-Slow").header("X-Request-Id", id))
        .expect(401);
    Await.until(SOON, () -> slow(id).isPresent(), () -> "no warning: " + server.log());
    final JsonNode line = slow(id).orElseThrow();
    assertEquals("WARN", line.path("level").asText(), line::toString);
    assertTrue(
        line.path("message")
            .asText()
            .matches(
                "Slow: GET /viewer/api/studies 401 took \\d+ms: \\d+ms waiting for its turn,"
                    + " \\d+ms at work, \\d+ms waiting for the client"),
        line::toString);
    assertFalse(server.log().contains("Doe-Slow"));
  }

  private Optional<JsonNode> slow(String id) {
    return server
        .log()
        .lines()
        .filter(line -> isLineOf(line, id) && line.contains("Slow: ") && line.endsWith("}"))
        .map(
            line -> {
              try {
                return new ObjectMapper().readTree(line);
              } catch (IOException e) {
                throw new AssertionError(line, e);
              }
            })
        .findFirst();
  }

  private static boolean isLineOf(String line, String id) {
    return line.contains("\"request\":\"" + id + "\"") && line.contains("\"io.lamina.request\"");
  }

  @Test
  void statisticsOutliveACrash() {
    final String route = "/api/annotations";
    admin.get(route).expect(200);
    Await.until(SOON, () -> written(route), () -> "the statistics were not written");
    server.kill();
    server.start();
    final JsonNode usage = admin.get("/api/statistics?limit=500").expect(200).json().get("usage");
    JsonNode row = null;
    for (final JsonNode each : usage) {
      if (each.path("route").asText().equals(route) && each.path("method").asText().equals("GET")) {
        row = each;
      }
    }
    assertTrue(row != null && row.path("requests").asInt() >= 1, usage::toString);
    assertEquals(1, row.path("users").asInt(), row::toString);
    assertFalse(usage.toString().contains("admin"), "no user's name");
    assertEquals(401, anonymous.get("/api/statistics").status());
    final Client other = new People(server).stranger("annotator").client();
    assertEquals(403, other.get("/api/statistics").status());
  }

  private boolean written(String route) {
    try (Stream<Path> files = Files.list(server.data().resolve("statistics"))) {
      for (final Path file : files.toList()) {
        if (Files.readString(file).contains("\"" + route + "\"")) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }

  /** The database neither answers nor refuses, and more requests wait for it than are worked on. */
  @Test
  void healthAnswersWhileTheDatabaseHangs() {
    anonymous.get("/health/ready").expect(200);
    final ExecutorService waiting = Executors.newFixedThreadPool(20);
    postgres.hang();
    try {
      for (int at = 0; at < 20; at++) {
        CompletableFuture.runAsync(() -> admin.get("/api/annotations"), waiting);
      }
      Await.until(
          SOON,
          () -> {
            promised("/health/live", 200);
            promised("/health", 0);
            return promised("/health/ready", 0).status() == 503;
          },
          () -> "it never said that the database hangs");
      final Answer unready = promised("/health/ready", 503);
      assertTrue(unready.text().contains("\"persistence\""), unready::text);
      assertFalse(unready.header("Retry-After").isBlank(), unready::toString);
      for (int at = 0; at < 20; at++) {
        promised("/health", 503);
      }
    } finally {
      postgres.goOn();
      waiting.shutdown();
    }
    Await.until(
        SOON,
        () -> anonymous.get("/health/ready").status() == 200,
        () -> "it never recovered: " + anonymous.get("/health").text());
    Await.until(
        SOON, () -> admin.get("/api/annotations").status() == 200, () -> "nobody can sign in");
  }

  /**
   * @param status 0 for any
   */
  private Answer promised(String path, int status) {
    final long start = System.nanoTime();
    final Answer answer = anonymous.get(path);
    final Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertTrue(took.compareTo(PROMISED) < 0, () -> path + " took " + took);
    if (status > 0) {
      assertEquals(status, answer.status(), answer::text);
    }
    return answer;
  }

  /** Far more slow clients than there are turns; the others go on, and nothing half is kept. */
  @Test
  void slowClientsStarveNobody() throws IOException {
    // signed in once: a crowd that hashes passwords would measure the processor
    final String token =
        anonymous
            .post(
                "/api/auth/login",
                "{\"username\":\"admin\",\"password\":\"%s\"}".formatted(Server.ADMIN_PASSWORD))
            .expect(200)
            .json()
            .get("token")
            .asText();
    final Client normal = anonymous.bearer(token);
    final String authorization = "Authorization: Bearer " + token + "\r\n";
    final String upload =
        "POST /viewer/api/upload/ HTTP/1.1\r\nHost: localhost\r\n"
            + authorization
            + "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 9999999\r\n\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a\"\r\n\r\n"
            + "x".repeat(4000);
    final List<String> kinds =
        List.of(
            "GET /health HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
            upload,
            "GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001",
            "");
    // our own clients keep some open
    final double before = metric("lamina_http_connections");
    final List<Socket> crowd = new ArrayList<>();
    try {
      for (int at = 0; at < CROWD; at++) {
        final Socket socket = new Socket("127.0.0.1", server.port());
        socket.setSoTimeout((int) SOON.toMillis());
        socket
            .getOutputStream()
            .write(kinds.get(at % kinds.size()).getBytes(StandardCharsets.ISO_8859_1));
        crowd.add(socket);
      }
      for (int round = 0; round < 20; round++) {
        promised("/health", 200);
        normal.get("/api/annotations").expect(200);
        dribble(crowd);
      }
      Await.until(
          SOON,
          () -> {
            dribble(crowd);
            return metric("lamina_http_requests_at_work") == 0 && incoming() == 0;
          },
          () -> incoming() + " files of cut uploads are left");
    } finally {
      for (final Socket socket : crowd) {
        socket.close();
      }
    }
    Await.until(
        SOON,
        () -> metric("lamina_http_connections") <= before + 4,
        () -> metric("lamina_http_connections") + " connections are left");
    Await.until(
        SOON,
        () -> metric("lamina_http_threads_busy") <= 16,
        () -> metric("lamina_http_threads_busy") + " threads are busy");
  }

  private static void dribble(List<Socket> crowd) {
    for (final Socket socket : crowd) {
      try {
        socket.getOutputStream().write('x');
      } catch (IOException e) {
        // cut, as it has to be
      }
    }
  }

  private long incoming() {
    try (Stream<Path> files = Files.list(server.data().resolve("blobs/incoming"))) {
      return files.count();
    } catch (IOException e) {
      return -1;
    }
  }
}
