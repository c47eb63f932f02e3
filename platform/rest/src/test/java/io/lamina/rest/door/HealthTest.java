package io.lamina.rest.door;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lamina.api.capability.Health;
import io.lamina.api.capability.HealthCheck;
import io.lamina.rest.health.CapabilityState;
import io.lamina.rest.health.CapabilityState.State;
import io.lamina.rest.health.HealthChecks;
import io.lamina.rest.health.HealthReport;
import io.lamina.rest.routing.RouteRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What /health says, and when it says it anew (D-06). */
class HealthTest {
  private final List<CapabilityState> installed = new ArrayList<>();
  private final HealthChecks checks = new HealthChecks();
  private final AtomicLong clock = new AtomicLong();
  private final RouteRegistry routes =
      new RouteRegistry(
          (name, resources) -> {
            throw new AssertionError("nothing is served here");
          },
          null,
          Duration.ofSeconds(1),
          name -> false);
  private final HealthReport report =
      new HealthReport(
          () -> installed, routes, checks, () -> Map.of("version", "0.1.0"), clock::get);

  @AfterEach
  void close() {
    report.close();
    routes.close();
    checks.close();
  }

  private JsonNode body(int status) throws Exception {
    clock.addAndGet(1_000_000_000L);
    HealthReport.Page page = report.refresh();
    assertEquals(page, report.page());
    assertEquals(status, page.status());
    return new ObjectMapper().readTree(page.body());
  }

  private void install(String name, State state, String reason) {
    installed.add(new CapabilityState(name, "1.2.3", state, reason));
  }

  @Test
  void isHealthyWhenEveryInstalledCapabilityIs() throws Exception {
    install("storage", State.ACTIVE, "");
    checks.add("storage", () -> Health.ok(Map.of("kind", "disk")));
    JsonNode body = body(200);
    assertEquals("healthy", body.path("status").asText());
    assertEquals("1.2.3", body.at("/capabilities/0/version").asText());
    assertEquals("disk", body.at("/capabilities/0/facts/kind").asText());
  }

  @Test
  void saysWhichCapabilityIsNotAndWhy() throws Exception {
    install("masks", State.UNSATISFIED, "MaskGroups waits for JpaTemplate");
    JsonNode body = body(503);
    assertEquals("starting", body.path("status").asText());
    assertEquals("unsatisfied", body.at("/capabilities/0/state").asText());
    assertEquals("MaskGroups waits for JpaTemplate", body.at("/capabilities/0/reason").asText());
  }

  @Test
  void waitsForPathsOrACheckOfAnActiveBundle() throws Exception {
    install("masks", State.ACTIVE, "");
    assertEquals("starting", body(503).at("/capabilities/0/state").asText());
  }

  @Test
  void isDegradedOnceItWasHealthyOrTheBootIsOver() throws Exception {
    install("storage", State.ACTIVE, "");
    HealthCheck failing = () -> Health.failing("the disk is full");
    checks.add("storage", Health::ok);
    body(200);
    checks.add("storage", failing);
    JsonNode body = body(503);
    assertEquals("degraded", body.path("status").asText());
    assertEquals("the disk is full", body.at("/capabilities/0/reason").asText());
    checks.remove("storage", failing);
    body(200);
  }

  @Test
  void survivesACheckThatThrows() throws Exception {
    install("storage", State.ACTIVE, "");
    checks.add(
        "storage",
        () -> {
          throw new IllegalStateException("secret");
        });
    String reason = body(503).at("/capabilities/0/reason").asText();
    assertEquals("its health check failed; the log says why", reason);
  }

  @Test
  void asksNobodyWhileThePageIsFresh() {
    AtomicLong asked = new AtomicLong();
    install("storage", State.ACTIVE, "");
    checks.add(
        "storage",
        () -> {
          asked.incrementAndGet();
          return Health.ok();
        });
    report.start();
    for (int at = 0; at < 100; at++) {
      report.page();
    }
    assertEquals(1, asked.get());
    clock.addAndGet(1_000_000_000L);
    TestDoor.await(() -> report.page().builtAt() == clock.get());
    assertTrue(asked.get() > 1);
  }

  /** A database that hangs: the answer comes all the same, and says so once it is known. */
  @Test
  void answersWhileACheckHangsAndAsksItOnlyOnce() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    AtomicLong asked = new AtomicLong();
    install("persistence", State.ACTIVE, "");
    HealthCheck hanging =
        () -> {
          asked.incrementAndGet();
          try {
            end.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return Health.ok();
        };
    HealthReport own = new HealthReport(() -> installed, routes, checks, Map::of, System::nanoTime);
    checks.add("persistence", Health::ok);
    own.start();
    assertEquals(200, own.page().status());
    checks.add("persistence", hanging);
    TestDoor.await(
        () -> {
          long start = System.nanoTime();
          int status = own.page().status();
          assertTrue(System.nanoTime() - start < 2_000_000_000L, "an answer took two seconds");
          return status == 503;
        });
    assertEquals(1, asked.get());
    assertTrue(new String(own.page().body(), UTF_8).contains("did not answer within 2 s"));
    assertEquals(503, own.ready().status());
    assertTrue(new String(own.ready().body(), UTF_8).contains("[\"persistence\"]"));
    end.countDown();
    TestDoor.await(() -> own.page().status() == 200);
    assertEquals(200, own.ready().status());
    own.close();
  }

  @Test
  void admitsThatItDoesNotKnow() throws Exception {
    install("storage", State.ACTIVE, "");
    checks.add("storage", Health::ok);
    report.refresh();
    report.close();
    clock.addAndGet(60_000_000_000L);
    HealthReport.Page page = report.page();
    assertEquals(503, page.status());
    assertTrue(new String(page.body(), UTF_8).contains("does not find out"));
  }

  @Test
  void tellsWhetherItLivesAndIsReady() throws Exception {
    try (TestDoor door = new TestDoor()) {
      assertEquals("{\"status\":\"alive\"}", door.send(door.request("/health/live")).body());
      assertEquals(
          "{\"status\":\"ready\",\"waiting_for\":[]}",
          door.send(door.request("/health/ready/")).body());
      door.installed.add(new CapabilityState("masks", "1", State.UNSATISFIED, "no database"));
      TestDoor.await(
          () -> {
            try {
              var answer = door.send(door.request("/health/ready"));
              return answer.statusCode() == 503
                  && answer.body().contains("[\"masks\"]")
                  && answer.headers().firstValue("Retry-After").isPresent();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
      assertEquals(200, door.send(door.request("/health/live")).statusCode());
    }
  }

  @Test
  void isAnsweredWithoutCredentialsAndWithASlash() throws Exception {
    try (TestDoor door = new TestDoor()) {
      for (String path : new String[] {"/health", "/health/"}) {
        var answer = door.send(door.request(path).header("Authorization", "Bearer bad"));
        assertEquals(200, answer.statusCode());
        assertTrue(answer.body().contains("\"status\":\"healthy\""), answer::body);
      }
    }
  }
}
