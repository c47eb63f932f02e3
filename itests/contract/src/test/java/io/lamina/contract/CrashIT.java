package io.lamina.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.lamina.contract.harness.Answer;
import io.lamina.contract.harness.Client;
import io.lamina.contract.harness.Database;
import io.lamina.contract.harness.DicomWriter;
import io.lamina.contract.harness.MaskFlow;
import io.lamina.contract.harness.Multipart;
import io.lamina.contract.harness.People;
import io.lamina.contract.harness.Server;
import io.lamina.contract.harness.Slice;
import io.lamina.contract.harness.Studies;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * kill -9 while four clients upload studies and one uploads masks. The number of rounds is the
 * system property {@code lamina.crash.rounds}.
 */
class CrashIT {
  private static final int ROUNDS = Integer.getInteger("lamina.crash.rounds", 3);
  private static final int UPLOADERS = 4;
  private static final int SLICES = 5;

  /** Acknowledged by the server: image id to the samples that were sent. */
  private final Map<Long, Slice> acknowledged = new ConcurrentHashMap<>();

  /** Acknowledged by complete-upload. */
  private final Queue<MaskFlow.Done> completed = new ConcurrentLinkedQueue<>();

  /** Those of them for which the test made the mask since. */
  private final List<MaskFlow.Done> masks = new ArrayList<>();

  private final AtomicInteger seeds = new AtomicInteger();

  @ParameterizedTest
  @EnumSource(Database.class)
  void nothingAcknowledgedIsLostAndNothingHalfIsShown(Database database) throws Exception {
    final int rounds = database == Database.H2 ? ROUNDS : 1;
    try (Server server = Server.start("crash-" + database, database.environment())) {
      final People people = new People(server);
      final long project = people.project();
      final People.Person user = people.editor(project);
      for (int round = 1; round <= rounds; round++) {
        killDuringUploads(server, user, project, round);
        server.start();
        everythingAcknowledgedIsThere(server, user, project);
        nothingHalfIsVisible(user.client());
      }
    }
  }

  private void killDuringUploads(Server server, People.Person user, long project, int round)
      throws InterruptedException {
    // each round ends at another moment, told by answers and not by the clock
    final CountDownLatch studies = new CountDownLatch(6 + 5 * round);
    final CountDownLatch uploads = new CountDownLatch(1 + round);
    final Queue<Throwable> refused = new ConcurrentLinkedQueue<>();
    final ExecutorService threads = Executors.newFixedThreadPool(UPLOADERS + 1);
    for (int i = 0; i < UPLOADERS; i++) {
      threads.execute(() -> repeat(() -> uploadStudy(user.client()), studies, refused));
    }
    threads.execute(() -> repeat(() -> uploadMask(server, user, project), uploads, refused));
    final boolean busy = studies.await(2, TimeUnit.MINUTES) && uploads.await(2, TimeUnit.MINUTES);
    server.kill();
    threads.shutdownNow();
    assertTrue(threads.awaitTermination(60, TimeUnit.SECONDS), "a client hangs");
    assertTrue(busy, "too few answers before the kill: " + refused);
    assertTrue(refused.isEmpty(), refused::toString);
  }

  private static void repeat(Runnable upload, CountDownLatch answers, Queue<Throwable> refused) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        upload.run();
        answers.countDown();
      }
    } catch (UncheckedIOException | IllegalStateException e) {
      // the server is gone: what it had not acknowledged may be there or not
    } catch (RuntimeException | AssertionError e) {
      refused.add(e);
    }
  }

  private void uploadStudy(Client client) {
    final String study = DicomWriter.uid();
    final String series = DicomWriter.uid();
    final List<Slice> slices = new ArrayList<>();
    final Multipart body = new Multipart();
    for (int number = 1; number <= SLICES; number++) {
      final Slice slice = Slice.of(study, series, number, 128, 128);
      slices.add(slice);
      body.file("slice" + number, slice.file());
    }
    final JsonNode files =
        new Studies(client).upload(body).expect(200).json().get("uploaded_files");
    for (int i = 0; i < files.size(); i++) {
      acknowledged.put(files.get(i).get("image_id").asLong(), slices.get(i));
    }
  }

  private void uploadMask(Server server, People.Person user, long project) {
    completed.add(
        new MaskFlow(user, project).runToCompletion(new Client(server), seeds.incrementAndGet()));
  }

  private void everythingAcknowledgedIsThere(Server server, People.Person user, long project) {
    final Studies studies = new Studies(user.client());
    assertFalse(acknowledged.isEmpty() || completed.isEmpty(), "nothing was acknowledged");
    acknowledged.forEach(
        (image, slice) ->
            assertArrayEquals(
                slice.pixels(),
                studies.pixels(image, 1).expect(200).body(),
                () -> "image " + image + " lost its samples"));
    final MaskFlow flow = new MaskFlow(user, project);
    for (MaskFlow.Done next = completed.poll(); next != null; next = completed.poll()) {
      masks.add(flow.withMask(next));
    }
    for (final MaskFlow.Done mask : masks) {
      assertArrayEquals(mask.png(), flow.download(new Client(server), mask));
    }
  }

  /** What is listed is whole, acknowledged or not. */
  private void nothingHalfIsVisible(Client client) {
    final Studies studies = new Studies(client);
    for (final JsonNode study : client.get("/viewer/api/studies/").expect(200).json()) {
      final JsonNode images = studies.images(study.get("id").asLong());
      assertEquals(study.get("total_images").asInt(), images.size(), study::toString);
      assertEquals(SLICES, images.size(), "one request, one transaction (D-18)");
      for (final JsonNode image : images) {
        final Answer pixels = studies.pixels(image.get("id").asLong(), 1);
        assertEquals(200, pixels.status(), pixels::toString);
        assertEquals(128 * 128 * 2, pixels.body().length);
      }
    }
  }
}
