package io.lamina.rest.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.metrics.Metric;
import io.lamina.api.metrics.MetricSource;
import io.lamina.rest.config.DoorSettings;
import io.lamina.rest.config.MonitoringSettings;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What /metrics says, and to whom (C-096). */
class MetricsTest {
  private static final String TOKEN = "scrape-0123456789";
  private TestDoor door;

  @BeforeEach
  void open() throws Exception {
    DoorSettings settings = TestDoor.settings(null, List.of("127.0.0.9"), List.of());
    door =
        new TestDoor(
            settings.with(
                new MonitoringSettings(TOKEN, List.of("10.1.0.0/16"), Duration.ofSeconds(2), 400),
                settings.connections()));
    door.add("probe", new ProbeResource());
  }

  @AfterEach
  void close() {
    door.close();
  }

  private Scrape scrape() throws Exception {
    HttpResponse<String> page = door.send(door.request("/metrics"));
    assertEquals(200, page.statusCode());
    assertEquals(
        "text/plain; version=0.0.4; charset=utf-8",
        page.headers().firstValue("Content-Type").orElse(""));
    return Scrape.of(page.body());
  }

  @Test
  void countsByRouteAndNotByPath() throws Exception {
    door.get("/api/probe/items/1");
    door.get("/api/probe/items/2");
    door.get("/api/probe/items/x");
    door.get("/api/probe/failure");
    door.get("/api/nothing/12345");
    door.send(
        door.request("/api/probe/items/3").method("BREW", HttpRequest.BodyPublishers.noBody()));
    door.post("/api/probe/items", "{\"slice_count\":1}");
    Scrape page = scrape();
    String[] one = {"capability", "probe", "method", "GET", "route", "/api/probe/items/{id}"};
    String requests = "lamina_http_requests_total";
    assertEquals(2, page.value(requests, with(one, "status", "2xx")));
    assertEquals(1, page.value(requests, with(one, "status", "4xx")));
    assertEquals(3, page.value("lamina_http_request_duration_seconds_count", one));
    assertEquals(
        3, page.value("lamina_http_request_duration_seconds_bucket", with(one, "le", "+Inf")));
    assertTrue(page.value("lamina_http_response_bytes_total", one) > 100);
    String[] items = {"capability", "probe", "method", "POST", "route", "/api/probe/items"};
    assertEquals(17, page.value("lamina_http_request_bytes_total", items));
    String[] failure = {"capability", "probe", "method", "GET", "route", "/api/probe/failure"};
    assertEquals(1, page.value(requests, with(failure, "status", "5xx")));
    String[] none = {"capability", "none", "method", "GET", "route", "none"};
    assertEquals(1, page.value(requests, with(none, "status", "4xx")));
    String[] brewed = {
      "capability", "probe", "method", "OTHER", "route", "/api/probe/items/{id}", "status", "4xx"
    };
    assertEquals(1, page.value(requests, brewed));
    assertEquals(0, page.value("lamina_http_requests_in_flight", "capability", "probe"));
    assertTrue(page.samples().keySet().stream().noneMatch(name -> name.contains("12345")));
  }

  private static String[] with(String[] labels, String... more) {
    String[] all = java.util.Arrays.copyOf(labels, labels.length + more.length);
    System.arraycopy(more, 0, all, labels.length, more.length);
    return all;
  }

  @Test
  void countsSignInsAndRefusals() throws Exception {
    door.get("/api/probe/items/1");
    door.send(door.request("/api/probe/items/1").header("Authorization", "Bearer bad"));
    door.send(door.request("/api/probe/items/1"));
    Scrape page = scrape();
    assertEquals(1, page.value("lamina_sign_ins_total", "result", "accepted"));
    assertEquals(1, page.value("lamina_sign_ins_total", "result", "refused"));
    assertEquals(2, page.value("lamina_http_refusals_total", "status", "401"));
  }

  @Test
  void showsTheProcess() throws Exception {
    Scrape page = scrape();
    assertTrue(page.value("jvm_memory_used_bytes", "area", "heap") > 1_000_000);
    assertTrue(page.value("jvm_threads_current") > 1);
    assertTrue(page.value("process_cpu_seconds_total") > 0);
    assertTrue(page.value("process_open_fds") > 1);
    assertTrue(page.value("lamina_uptime_seconds") > 0);
    assertTrue(page.value("lamina_http_connections") >= 1);
    assertTrue(page.value("lamina_http_threads_busy") >= 1);
    assertTrue(page.types().containsKey("jvm_gc_collection_seconds"));
  }

  @Test
  void takesInWhatACapabilityCountsUntilItGoes() throws Exception {
    MetricSource source =
        () ->
            List.of(
                Metric.gauge("lamina_probe_things", "A \\ and\na line.", 3)
                    .with("kind", "a\"\\\nb"));
    door.door.metrics().add("probe", source);
    assertEquals(
        3, scrape().value("lamina_probe_things", "capability", "probe", "kind", "a\\\"\\\\\\nb"));
    door.door.metrics().remove(source);
    assertFalse(scrape().types().containsKey("lamina_probe_things"));
  }

  @Test
  void answersWithoutASourceThatHangsOrThrowsOrDisagrees() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    door.door
        .metrics()
        .add(
            "hanging",
            () -> {
              try {
                end.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return List.of();
            });
    door.door
        .metrics()
        .add(
            "throwing",
            () -> {
              throw new IllegalStateException("secret");
            });
    door.door.metrics().add("a", () -> List.of(Metric.gauge("lamina_one", "One.", 1)));
    door.door.metrics().add("b", () -> List.of(Metric.gauge("lamina_one", "Another.", 2)));
    assertEquals(2, scrape().value("lamina_one", "capability", "b"));
    assertEquals(1, scrape().value("lamina_one", "capability", "a"));
    end.countDown();
  }

  /** From this machine it is open, but not through a proxy on it, nor by a foreign name. */
  @ParameterizedTest
  @CsvSource({
    "X-Probe,1,200",
    "X-Forwarded-For,127.0.0.1,401",
    "X-Forwarded-For,10.1.2.3,401",
    "Forwarded,for=127.0.0.1,401",
    "X-Real-IP,127.0.0.1,401",
    "Via,1.1 proxy,401",
    "Authorization,Bearer scrape-0123456789,200",
    "Authorization,Bearer scrape-0123456780,401",
    "Authorization,Bearer good,200"
  })
  void isNotOpenToTheWorld(String header, String value, int status) throws Exception {
    String proxied = header.equals("Authorization") ? "Via: proxy\r\n" : "";
    String answer =
        door.raw(
            "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + proxied
                + header
                + ": "
                + value
                + "\r\n\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
    assertEquals(status == 200, answer.contains("jvm_"));
  }

  @Test
  void isNotOpenToPagesThatRebindTheirName() throws Exception {
    String answer =
        door.raw("GET /metrics HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 401 "), answer);
  }

  /** The proxy 127.0.0.9 is trusted and says who calls. */
  @ParameterizedTest
  @CsvSource({"10.1.2.3,200", "10.2.2.3,401", "127.0.0.1,401"})
  void isOpenToItsNetworksThroughATrustedProxy(String client, int status) throws Exception {
    String answer =
        door.rawFrom(
            "127.0.0.9",
            "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Forwarded-For: "
                + client
                + "\r\n\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
  }
}
