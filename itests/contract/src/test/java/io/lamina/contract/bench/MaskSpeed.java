package io.lamina.contract.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lamina.contract.harness.Client;
import io.lamina.contract.harness.MaskFlow;
import io.lamina.contract.harness.People;
import io.lamina.contract.harness.Server;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * How fast masks are. By hand and on a quiet machine, {@code itests/contract/one MaskSpeed}: prints
 * what docs/benchmarks.md records and fails only where an answer is wrong.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MaskSpeed {
  private static final int CLIENTS = 4;
  private static final int ROUNDS = Integer.getInteger("lamina.bench.rounds", 30);
  private static final int WARM = ROUNDS / 3;
  private static final int FLOW = 200;
  private static final int BATCH = 500;
  private static final int LARGE = Integer.getInteger("lamina.bench.large", 100_000);
  private static final byte[] PNG = MaskFlow.png(1);

  private final ObjectMapper json = new ObjectMapper();
  private ExecutorService clients;
  private Server server;
  private Client anonymous;
  private People.Person person;
  private Client user;
  private long project;

  /** One round's time and what was done in it. */
  private record Round(int masks, Duration time) {
    double perSecond() {
      return masks * 1e9 / time.toNanos();
    }
  }

  @BeforeAll
  void start() {
    server = Server.start("mask-speed", Map.of());
    anonymous = new Client(server);
    final People people = new People(server);
    project = people.project();
    person = people.editor(project);
    final String login =
        "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(person.username(), People.PASSWORD);
    user =
        anonymous.bearer(
            anonymous.post("/api/auth/login", login).expect(200).json().get("token").asText());
    clients = Executors.newFixedThreadPool(CLIENTS);
  }

  @AfterAll
  void stop() {
    clients.shutdownNow();
    server.close();
  }

  private String group() {
    final MaskFlow flow = new MaskFlow(person, project);
    final long annotation = flow.annotation();
    return "/api/annotations/" + annotation + "/mask-groups/" + flow.group(annotation);
  }

  private void put(String url) {
    anonymous
        .send(
            anonymous
                .request(url)
                .header("Content-Type", "image/png")
                .PUT(BodyPublishers.ofByteArray(PNG)))
        .expect(200);
  }

  private Duration together(Callable<Void> work) {
    final long start = System.nanoTime();
    try {
      final List<Future<Void>> running = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        running.add(clients.submit(work));
      }
      for (final Future<Void> one : running) {
        one.get();
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static void report(String what, List<Round> rounds) {
    final List<Double> warm =
        rounds.subList(WARM, rounds.size()).stream().map(Round::perSecond).sorted().toList();
    final double mean = warm.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    System.out.printf(
        "%s: mean %.0f masks/s, median %.0f, worst %.0f, best %.0f (%d of %d rounds)%n",
        what,
        mean,
        warm.get(warm.size() / 2),
        warm.get(0),
        warm.get(warm.size() - 1),
        warm.size(),
        rounds.size());
  }

  /** The documented way: three requests a mask, one complete-upload a group. */
  @Test
  void singleRequests() {
    final List<Round> rounds = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      final Duration time = together(() -> flow(FLOW / CLIENTS));
      rounds.add(new Round(FLOW, time));
    }
    report("upload-url, PUT, create-mask each, one complete-upload a group, 4 clients", rounds);
  }

  private Void flow(int masks) throws Exception {
    final String group = group();
    final ObjectNode done = json.createObjectNode();
    done.put("mask_group_id", Long.parseLong(group.substring(group.lastIndexOf('/') + 1)));
    for (int i = 0; i < masks; i++) {
      final JsonNode link =
          user.post(
                  group + "/upload-url",
                  "{\"filename\":\"slice_" + i + ".png\",\"mime_type\":\"image/png\"}")
              .expect(200)
              .json();
      put(link.get("upload_url").asText());
      done.withArray("uploaded_files").add(link.get("file_path"));
      final ObjectNode mask = json.createObjectNode();
      mask.put("slice_index", i).put("label_name", "liver").put("mime_type", "image/png");
      mask.put("width", 64).put("height", 64).set("file_path", link.get("file_path"));
      user.post(group + "/masks", mask.toString()).expect(201);
    }
    final JsonNode answer =
        user.post(group + "/complete-upload", done.toString()).expect(200).json();
    assertEquals(masks, answer.get("processed_masks").asInt());
    return null;
  }

  /** The two batch requests alone, and with the uploads between them. */
  @Test
  void batches() {
    final List<Round> requests = new ArrayList<>();
    final List<Round> uploads = new ArrayList<>();
    final List<Round> whole = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      final List<Batch> batches = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        batches.add(new Batch(group()));
      }
      final int masks = CLIENTS * BATCH;
      final Duration links = each(batches, Batch::links);
      final Duration puts = each(batches, Batch::put);
      final Duration completed = each(batches, Batch::complete);
      requests.add(new Round(masks, links.plus(completed)));
      uploads.add(new Round(masks, puts));
      whole.add(new Round(masks, links.plus(puts).plus(completed)));
    }
    report("batch/upload-urls and batch/complete of 500, 4 clients", requests);
    report("the PUTs between them", uploads);
    report("both together", whole);
  }

  private interface Step {
    void run(Batch batch);
  }

  private Duration each(List<Batch> batches, Step step) {
    final var waiting = new ConcurrentLinkedQueue<>(batches);
    return together(
        () -> {
          step.run(waiting.remove());
          return null;
        });
  }

  private final class Batch {
    private final String group;
    private JsonNode links;

    Batch(String group) {
      this.group = group;
    }

    void links() {
      final ObjectNode body = json.createObjectNode();
      for (int i = 0; i < BATCH; i++) {
        body.withArray("files")
            .addObject()
            .put("filename", "slice_" + i + ".png")
            .put("mime_type", "image/png");
      }
      links =
          user.post(group + "/batch/upload-urls", body.toString())
              .expect(200)
              .json()
              .get("uploads");
    }

    void put() {
      links.forEach(link -> MaskSpeed.this.put(link.get("upload_url").asText()));
    }

    void complete() {
      final ObjectNode body = json.createObjectNode().put("create_masks", true);
      for (int i = 0; i < BATCH; i++) {
        final ObjectNode file = body.withArray("files").addObject();
        file.put("slice_index", i).put("label_name", "liver");
        file.set("file_path", links.get(i).get("file_path"));
      }
      final JsonNode answer =
          user.post(group + "/batch/complete", body.toString()).expect(200).json();
      assertEquals(BATCH, answer.get("processed_masks").asInt());
    }
  }

  /** what a list and stats cost does not grow with the group. */
  @Test
  void largeGroups() {
    final String small = filled(1000);
    final String large = filled(LARGE);
    assertEquals(
        LARGE, user.get(large + "/masks/stats").expect(200).json().get("total_masks").asInt());
    for (final String what : List.of("/masks?page=1&page_size=20", "/masks/stats")) {
      final long[] times = new long[2];
      for (int i = 0; i < 40 * ROUNDS; i++) {
        final long first = timed(small + what);
        final long second = timed(large + what);
        if (i >= 10 * ROUNDS) {
          times[0] += first;
          times[1] += second;
        }
      }
      System.out.printf(
          "%s: %.2f ms with 1000 masks, %.2f ms with %d, ratio %.2f%n",
          what,
          times[0] / 30e6 / ROUNDS,
          times[1] / 30e6 / ROUNDS,
          LARGE,
          (double) times[1] / times[0]);
    }
  }

  private long timed(String path) {
    final long start = System.nanoTime();
    user.get(path).expect(200);
    return System.nanoTime() - start;
  }

  /** A thousand masks of each of few files, which is quicker to make. */
  private String filled(int masks) {
    final String group = group();
    for (int from = 0; from < masks; from += 1000) {
      final JsonNode link =
          user.post(
                  group + "/upload-url",
                  "{\"filename\":\"volume.png\",\"mime_type\":\"image/png\"}")
              .expect(200)
              .json();
      put(link.get("upload_url").asText());
      final ObjectNode body = json.createObjectNode().put("create_masks", true);
      for (int i = from; i < from + 1000; i++) {
        final ObjectNode file = body.withArray("files").addObject();
        file.put("slice_index", i).put("label_name", "label " + i % 20);
        file.set("file_path", link.get("file_path"));
      }
      user.post(group + "/batch/complete", body.toString()).expect(200);
    }
    return group;
  }

  /** What the process grows by over batches of a thousand. */
  @Test
  void memoryOfBatches() {
    filled(5000);
    final long before = server.peakResidentMib();
    filled(50_000);
    System.out.printf(
        "peak resident memory: %d MiB after 5 batches of 1000, %d MiB after 55%n",
        before, server.peakResidentMib());
  }
}
