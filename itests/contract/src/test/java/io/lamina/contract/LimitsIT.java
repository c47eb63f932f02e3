package io.lamina.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.contract.harness.Answer;
import io.lamina.contract.harness.Await;
import io.lamina.contract.harness.Client;
import io.lamina.contract.harness.Multipart;
import io.lamina.contract.harness.NextDistribution;
import io.lamina.contract.harness.People;
import io.lamina.contract.harness.Server;
import io.lamina.contract.harness.Slice;
import io.lamina.contract.harness.Studies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** S5's figures over HTTP, on a server with the shipped limits (C-089, X-22, H-19, D-06). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LimitsIT {
  private static final String STUDIES = "/viewer/api/studies/?limit=1";
  private static final Duration SOON = Duration.ofSeconds(30);

  private final Path home = NextDistribution.copy("limits");
  private Server server;
  private People people;
  private long project;

  @BeforeAll
  void start() {
    server =
        Server.start(
            "limits",
            Map.of("LAMINA_RATE_LIMITS", "", "LAMINA_REST_TRUSTED_PROXIES", "127.0.0.0/8"),
            home);
    people = new People(server);
    project = people.project();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private Answer from(String address, String path) {
    final Client client = new Client(server);
    return client.send(client.request(path).header("X-Forwarded-For", address).GET());
  }

  @Test
  void anAddressHasAHundredRequestsAnHourWithoutSigningIn() {
    for (int left = 99; left >= 0; left--) {
      final Answer answer = from("192.0.2.1", STUDIES).expect(401);
      assertEquals("100", answer.header("RateLimit-Limit"));
      assertEquals(Integer.toString(left), answer.header("RateLimit-Remaining"));
    }
    final Answer refused = from("192.0.2.1", STUDIES).expect(429);
    final int wait = Integer.parseInt(refused.header("Retry-After"));
    assertTrue(wait > 0 && wait <= 360, () -> "a tenth of an hour at most: " + wait);
    assertEquals("0", refused.header("RateLimit-Remaining"));
    assertTrue(refused.json().get("error").asText().startsWith("Too many requests"), "S5's shape");
    from("192.0.2.2", STUDIES).expect(401);
    from("192.0.2.1", "/health").expect(200);
    from("192.0.2.1", "/openapi.json").expect(200);
  }

  @Test
  void aUserHasAThousandExactlyInParallel() throws Exception {
    final Client client = people.stranger("standard").client();
    final ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      final List<Callable<Integer>> requests = new ArrayList<>();
      for (int i = 0; i < 1100; i++) {
        requests.add(() -> client.get(STUDIES).status());
      }
      int answered = 0;
      int refused = 0;
      for (final Future<Integer> one : threads.invokeAll(requests)) {
        answered += one.get() == 200 ? 1 : 0;
        refused += one.get() == 429 ? 1 : 0;
      }
      assertEquals(1000, answered);
      assertEquals(100, refused);
    } finally {
      threads.shutdownNow();
    }
    client.get("/api/annotations").expect(200);
    client.get("/viewer/api/images/999999/data/").expect(404);
  }

  private static Multipart slices(int count) {
    final Multipart body = new Multipart();
    for (int i = 0; i < count; i++) {
      body.file("slice-" + i, Slice.any().file());
    }
    return body;
  }

  @Test
  void fiftyFilesAnHourUnlessBulkUpload() {
    final People.Person user = people.stranger("professor");
    people.join(project, user, "editor");
    final Studies studies = new Studies(user.client());
    final Answer whole = studies.upload(slices(51)).expect(429);
    assertTrue(whole.text().contains("bulk-upload"), whole::toString);
    assertEquals(0, studies.uids().size(), "nothing of it is stored");
    studies.upload(slices(50)).expect(200);
    final Answer refused = studies.upload(slices(1)).expect(429);
    assertEquals("50", refused.header("RateLimit-Limit"));
    new Studies(people.editor(project).client()).upload(slices(60)).expect(200);
  }

  @Test
  void aChangeOfTheFileTakesEffectWhileItRuns() throws IOException {
    from("192.0.2.7", STUDIES).expect(401);
    from("192.0.2.7", STUDIES).expect(401);
    final Path file = home.resolve("etc/io.lamina.limits.cfg");
    final String shipped = Files.readString(file);
    final int opened = server.log().split("Listening on", -1).length;
    Files.writeString(
        file, shipped + "\nviewer = /viewer/api/** anonymous=200 user=1000 files=50\n");
    Await.until(
        SOON,
        () -> from("192.0.2.8", STUDIES).header("RateLimit-Limit").equals("200"),
        () -> "the limits never changed: " + server.log());
    assertEquals("197", from("192.0.2.7", STUDIES).header("RateLimit-Remaining"), "2 were used");
    Files.writeString(file, shipped + "\nviewer = /viewer/api/** anonymous=lots\n");
    Await.until(
        SOON,
        () -> server.log().contains("stay as they were before"),
        () -> "nobody said that the line is wrong");
    assertEquals("200", from("192.0.2.9", STUDIES).header("RateLimit-Limit"));
    Files.writeString(file, shipped + "\nenabled = false\n");
    Await.until(
        SOON,
        () -> new Client(server).get("/health").text().contains("\"rate_limits\":\"off\""),
        () -> "the limits never went off");
    Files.writeString(file, shipped);
    Await.until(
        SOON,
        () -> from("192.0.2.7", STUDIES).header("RateLimit-Limit").equals("100"),
        () -> "the limits never came back");
    assertEquals(opened, server.log().split("Listening on", -1).length, "no door was closed");
  }
}
