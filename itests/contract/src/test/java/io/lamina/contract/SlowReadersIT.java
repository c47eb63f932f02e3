package io.lamina.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.lamina.contract.harness.Answer;
import io.lamina.contract.harness.Await;
import io.lamina.contract.harness.Client;
import io.lamina.contract.harness.DicomWriter;
import io.lamina.contract.harness.People;
import io.lamina.contract.harness.Server;
import io.lamina.contract.harness.Slice;
import io.lamina.contract.harness.SlowReader;
import io.lamina.contract.harness.Studies;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * H-20: clients that ask for large frames and do not read them. Each frame held takes 18 of the 256
 * MiB of the heap: without a bound on all of them the JVM ends before the last is asked for.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SlowReadersIT {
  private static final int SIDE = 3072;
  private static final int READERS = 20;
  private static final String PIXELS = "/pixels/?frame=1";

  private Server server;
  private People.Person user;
  private People.Person other;
  private Slice slice;
  private String image;

  @BeforeAll
  void start() {
    server =
        Server.start(
            "slow-readers",
            Map.of("LAMINA_JAVA_OPTS", "-Xmx256m", "LAMINA_DICOM_FRAME_WAIT_SECONDS", "1"));
    final People people = new People(server);
    final long project = people.project();
    user = people.editor(project);
    other = people.editor(project);
    slice = Slice.of(DicomWriter.uid(), DicomWriter.uid(), 1, SIDE, SIDE);
    final JsonNode uploaded = new Studies(user.client()).upload(slice);
    image = "/viewer/api/images/" + uploaded.at("/uploaded_files/0/image_id").asLong();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void framesOfClientsThatDoNotReadNeverFillTheHeap() throws IOException {
    final List<SlowReader> readers = new ArrayList<>();
    try {
      for (int i = 0; i < READERS; i++) {
        readers.add(reader(image + PIXELS));
      }
      int served = 0;
      for (final SlowReader reader : readers) {
        served += servedOrAskedToComeBack(reader) ? 1 : 0;
      }
      assertTrue(served > 0 && served < READERS, served + " frames are held at once");
      assertTrue(server.isAlive(), "the server ended for want of memory");
      // one client's shares are bounded: as large a frame as his is there for somebody else
      assertArrayEquals(slice.pixels(), other.client().get(image + PIXELS).expect(200).body());
      assertEquals(200, new Client(server).get("/health").status());
    } finally {
      for (final SlowReader reader : readers) {
        reader.close();
      }
    }
    // the server notices with its next write that a client is gone
    Await.until(
        Duration.ofMinutes(2), () -> pixels().status() == 200, () -> "never again: " + pixels());
    assertArrayEquals(slice.pixels(), pixels().expect(200).body());
  }

  /** Every one of them asks for another window, so that no picture is shared. */
  @Test
  void picturesOfClientsThatDoNotReadNeverFillTheHeap() throws IOException {
    final List<SlowReader> readers = new ArrayList<>();
    try {
      for (int i = 0; i < READERS; i++) {
        final String form = i % 2 == 0 ? "/rendered/" : "/data/";
        readers.add(reader(image + form + "?window_level=500&window_width=" + (1000 + i)));
      }
      for (final SlowReader reader : readers) {
        servedOrAskedToComeBack(reader);
      }
      assertEquals(200, new Client(server).get("/health").status());
    } finally {
      for (final SlowReader reader : readers) {
        reader.close();
      }
    }
    Await.until(
        Duration.ofMinutes(2),
        () -> user.client().get(image + "/rendered/").status() == 200,
        () -> "no picture any more");
  }

  /** More of one client's requests wait for room than may, and the others' small images come. */
  @Test
  void othersAreServedWhileOneClientWaitsForRoom() throws Exception {
    final JsonNode small = new Studies(other.client()).upload(Slice.any());
    final String path = "/viewer/api/images/" + small.at("/uploaded_files/0/image_id").asLong();
    final List<SlowReader> readers = new ArrayList<>();
    try {
      for (int i = 0; i < READERS; i++) {
        readers.add(reader(image + PIXELS));
      }
      for (int i = 0; i < READERS; i++) {
        final String window = "?window_level=500&window_width=" + (2000 + i);
        other.client().get(path + "/rendered/" + window).expect(200);
        other.client().get(path + "/data/" + window).expect(200);
        other.client().get(path + PIXELS).expect(200);
      }
      for (final SlowReader reader : readers) {
        servedOrAskedToComeBack(reader);
      }
    } finally {
      for (final SlowReader reader : readers) {
        reader.close();
      }
    }
  }

  /** HEAD writes no body: what was taken for it is given back all the same. */
  @Test
  void memoryIsGivenBackWithoutABody() {
    for (int i = 0; i < READERS; i++) {
      for (final String form : List.of("/pixels/", "/rendered/", "/data/", "/file/")) {
        final Answer answer =
            user.client()
                .send(user.client().request(image + form).method("HEAD", BodyPublishers.noBody()));
        assertFalse(answer.status() >= 500, answer::toString);
      }
    }
    assertEquals(200, pixels().status());
  }

  private SlowReader reader(String path) throws IOException {
    return new SlowReader(server, user.username(), People.PASSWORD, path);
  }

  private Answer pixels() {
    return user.client().get(image + PIXELS);
  }

  private static boolean servedOrAskedToComeBack(SlowReader reader) throws IOException {
    final String head = reader.head();
    if (head.startsWith("HTTP/1.1 200")) {
      return true;
    }
    assertTrue(head.startsWith("HTTP/1.1 503") && head.contains("Retry-After: "), head);
    return false;
  }
}
