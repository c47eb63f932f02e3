package io.lamina.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.lamina.contract.harness.Await;
import io.lamina.contract.harness.Client;
import io.lamina.contract.harness.Database;
import io.lamina.contract.harness.DicomWriter;
import io.lamina.contract.harness.MaskFlow;
import io.lamina.contract.harness.Multipart;
import io.lamina.contract.harness.People;
import io.lamina.contract.harness.Server;
import io.lamina.contract.harness.Slice;
import io.lamina.contract.harness.Studies;
import io.lamina.contract.harness.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Backup under load, restore into an empty place, and the comparison of catalog and store. */
class BackupIT {
  private static final int CLIENTS = 4;

  @TempDir Path temp;

  /** Acknowledged: image id to the samples that were sent. */
  private final Map<Long, Slice> studies = new ConcurrentHashMap<>();

  /** Acknowledged masks that are not to be deleted. */
  private final Queue<MaskFlow.Done> masks = new ConcurrentLinkedQueue<>();

  private final AtomicInteger seeds = new AtomicInteger();

  @ParameterizedTest
  @EnumSource(Database.class)
  void whatWasAcknowledgedBeforeABackupUnderLoadIsThereAfterARestore(Database database)
      throws Exception {
    if (database == Database.POSTGRESQL) {
      Tool.pgDump();
    }
    final Path backup = temp.resolve("backup");
    final Map<Long, Slice> studiesBefore;
    final List<MaskFlow.Done> masksBefore;
    final Server first = Server.start("backup-" + database, database.environment());
    final People people;
    final People.Person user;
    final long project;
    try (first) {
      people = new People(first);
      project = people.project();
      user = people.editor(project);
      final Queue<Throwable> refused = new ConcurrentLinkedQueue<>();
      final CountDownLatch busy = new CountDownLatch(12);
      final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
      for (int i = 0; i < CLIENTS; i++) {
        final int number = i;
        threads.execute(() -> work(first, user, project, number, busy, refused));
      }
      assertTrue(busy.await(3, TimeUnit.MINUTES), () -> "too few answers: " + refused);
      studiesBefore = Map.copyOf(studies);
      masksBefore = List.copyOf(masks);
      final Tool.Run run = first.lamina("backup", backup.toString());
      threads.shutdownNow();
      assertTrue(threads.awaitTermination(2, TimeUnit.MINUTES), "a client hangs");
      assertEquals(0, run.exit(), run::output);
      assertTrue(run.output().contains("The key file is not in it"), run::output);
      assertTrue(refused.isEmpty(), refused::toString);
      assertFalse(studiesBefore.isEmpty() || masksBefore.isEmpty(), "nothing was acknowledged");
      assertEquals(0, first.lamina("check").exit(), "the platform was harmed");
      assertFalse(Files.exists(first.data().resolve("blobs/held")), "objects are still held");
    }
    noKeyIsIn(backup, first);

    final Server second = Server.stopped("restored-" + database, database.environment());
    moveKeyFile(first, second);
    final Tool.Run restored = second.lamina("restore", backup.toString());
    assertEquals(0, restored.exit(), restored::output);
    try (second) {
      second.start();
      everythingIsThere(second, user.username(), project, studiesBefore, masksBefore);
      final Tool.Run check = second.lamina("check", "--grace", "0");
      assertEquals(0, check.exit(), check::output);
      assertTrue(check.output().contains("Catalog and store agree"), check::output);
      // and it takes more: no number is given out twice
      uploadStudy(new Client(second).basic(user.username(), People.PASSWORD));
    }
  }

  /** The newest backup, a bad one and a wrong key: refused in words, and nothing is written. */
  @Test
  void interruptedBackupAndRestoreLeaveNothingThatLooksWhole() throws Exception {
    final Path backup = temp.resolve("backup");
    final Server first = Server.start("interrupted", Map.of());
    try (first) {
      final People people = new People(first);
      final long project = people.project();
      final People.Person user = people.editor(project);
      for (int i = 0; i < 6; i++) {
        uploadStudy(user.client());
      }
      final Process running =
          first.command(temp.resolve("killed.out"), "backup", backup.toString());
      Await.until(
          Duration.ofMinutes(1),
          () -> Files.exists(backup.resolve("database")),
          () -> "the backup did not begin");
      first.kill();
      assertTrue(running.waitFor(1, TimeUnit.MINUTES), "the command outlives the platform");
      if (Files.notExists(backup.resolve("manifest"))) {
        assertEquals(1, running.exitValue());
        final Server refused = Server.stopped("half-backup", Map.of());
        moveKeyFile(first, refused);
        final Tool.Run run = refused.lamina("restore", backup.toString());
        assertEquals(1, run.exit(), run::output);
        assertTrue(run.output().contains("no complete backup"), run::output);
      }
      first.start();
      assertFalse(Files.exists(first.data().resolve("blobs/held")), "held objects were kept");
      final Path whole = temp.resolve("whole");
      final Tool.Run run = first.lamina("backup", whole.toString());
      assertEquals(0, run.exit(), run::output);

      restoreIsKilledAndRunAgain(first, user, whole, project);
      newerAndNonEmptyAreRefused(first, whole);
    }
  }

  private void restoreIsKilledAndRunAgain(
      Server first, People.Person user, Path whole, long project) throws Exception {
    final Server second = Server.stopped("half-restored", Map.of());
    moveKeyFile(first, second);
    final Process restore =
        second.command(temp.resolve("restore.out"), "restore", whole.toString());
    Await.until(
        Duration.ofMinutes(1),
        () -> Files.exists(second.data().resolve("restore-incomplete")) || !restore.isAlive(),
        () -> "the restore did not begin");
    restore.destroyForcibly().waitFor();
    if (Files.exists(second.data().resolve("restore-incomplete"))) {
      final Tool.Run start = second.lamina("start");
      assertEquals(1, start.exit(), start::output);
      assertTrue(start.output().contains("restore"), start::output);
      final Tool.Run again = second.lamina("restore", whole.toString());
      assertEquals(0, again.exit(), again::output);
    }
    try (second) {
      second.start();
      everythingIsThere(second, user.username(), project, studies, List.of());
    }
  }

  private void newerAndNonEmptyAreRefused(Server first, Path whole) throws IOException {
    final Server other = Server.stopped("refused", Map.of());
    moveKeyFile(first, other);
    Files.createDirectories(other.data());
    Files.writeString(other.data().resolve("mine"), "precious");
    final Tool.Run full = other.lamina("restore", whole.toString());
    assertEquals(1, full.exit(), full::output);
    assertTrue(full.output().contains("not empty"), full::output);
    assertEquals("precious", Files.readString(other.data().resolve("mine")));

    final Server keyless = Server.stopped("keyless", Map.of());
    final Tool.Run run = keyless.lamina("restore", whole.toString());
    assertEquals(1, run.exit(), run::output);
    assertTrue(run.output().contains("key file"), run::output);
    assertFalse(Files.exists(keyless.data().resolve("db")), "it copied before it had the key");
  }

  /** A linked data folder, a store within it under another name, heads on another disk. */
  @Test
  void placesOfItsOwnAreBackedUpAndRestored() throws Exception {
    final Path backup = temp.resolve("backup");
    final Server first = elsewhere("first");
    final People people;
    final People.Person user;
    try (first) {
      first.start();
      people = new People(first);
      user = people.editor(people.project());
      uploadStudy(user.client());
      final Tool.Run running = first.lamina("restore", temp.toString());
      assertEquals(1, running.exit(), running::output);
      assertTrue(running.output().contains("runs already"), running::output);
      assertEquals(0, first.lamina("rotate-key").exit());
      final Tool.Run run = first.lamina("backup", backup.toString());
      assertEquals(0, run.exit(), run::output);
    }
    final Server second = elsewhere("second");
    moveKeyFile(first, second);
    final byte[] keyFile = Files.readAllBytes(second.keyFile());
    final Tool.Run restored = second.lamina("restore", backup.toString());
    assertEquals(0, restored.exit(), restored::output);
    assertArrayEquals(keyFile, Files.readAllBytes(second.keyFile()));
    assertTrue(Files.isSymbolicLink(second.data()), "the link was replaced");
    try (second) {
      second.start();
      everythingIsThere(second, user.username(), 0, studies, List.of());
      final Client admin = new People(second).admin();
      final JsonNode verified = admin.get("/api/audit/verify").expect(200).json();
      assertTrue(verified.get("intact").asBoolean(), verified::toString);
      assertEquals(
          1,
          admin
              .get("/api/audit?object=operator-command&action=configure&object_id=rotate-key")
              .expect(200)
              .json()
              .get("entries")
              .size());
      assertEquals(0, second.lamina("check").exit());
    }
  }

  private Server elsewhere(String name) throws IOException {
    final Path real = Files.createDirectories(temp.resolve(name).resolve("data"));
    final Server server =
        Server.stopped(
            "places-" + name,
            Map.of(
                "LAMINA_STORAGE_ROOT",
                real.resolve("archive/store").toString(),
                "LAMINA_AUDIT_HEADS_FOLDER",
                temp.resolve(name).resolve("heads").toString()));
    Files.createSymbolicLink(server.data(), real);
    return server;
  }

  /** Damage is planted and found by name; the platform answers meanwhile. */
  @Test
  void checkNamesWhatIsMissingDamagedAndOrphaned() throws Exception {
    try (Server server = Server.start("check", Map.of())) {
      final People people = new People(server);
      final long project = people.project();
      final People.Person user = people.editor(project);
      for (int i = 0; i < 4; i++) {
        uploadStudy(user.client());
      }
      new MaskFlow(user, project).run(new Client(server), 1);
      final Tool.Run clean = server.lamina("check", "--grace", "0");
      assertEquals(0, clean.exit(), clean::output);

      final Path instances = server.data().resolve("blobs/objects/studies/instances");
      final List<Path> files = new ArrayList<>();
      try (Stream<Path> all = Files.list(instances)) {
        all.sorted().forEach(files::add);
      }
      final Path missing = files.get(0);
      final Path damaged = files.get(1);
      final Path shortened = files.get(2);
      Files.copy(files.get(3), instances.resolve("999999+blob"));
      Files.writeString(instances.resolve("notes.txt"), "left by hand");
      Files.delete(missing);
      final byte[] bytes = Files.readAllBytes(damaged);
      bytes[bytes.length - 100] ^= 1;
      Files.write(damaged, bytes);
      Files.write(shortened, List.of("short"));

      final Tool.Run found = server.lamina("check", "--grace", "0");
      assertEquals(1, found.exit(), found::output);
      for (final String line :
          List.of(
              "missing: " + key(missing),
              "damaged: " + key(damaged),
              "orphaned: studies/instances/999999",
              "strange: studies/instances/notes.txt")) {
        assertTrue(found.output().contains(line), () -> line + " is not in\n" + found.output());
      }
      assertTrue(found.output().contains(key(shortened)), found::output);
      final Tool.Run fast = server.lamina("check", "--fast");
      assertEquals(1, fast.exit(), fast::output);
      assertFalse(fast.output().contains(key(damaged)), "--fast reads no contents");
      assertEquals(2, server.lamina("check", "--nonsense").exit());
    }
  }

  private static String key(Path file) {
    return "studies/instances/" + file.getFileName().toString().replace("+blob", "");
  }

  /** Half of the clients upload studies; the others upload masks and delete every second one. */
  private void work(
      Server server,
      People.Person user,
      long project,
      int number,
      CountDownLatch busy,
      Queue<Throwable> refused) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        if (number % 2 == 0) {
          uploadStudy(user.client());
        } else {
          final int seed = seeds.incrementAndGet();
          final MaskFlow.Done done = new MaskFlow(user, project).run(new Client(server), seed);
          if (seed % 2 == 0) {
            user.client().delete(done.group("/masks/" + done.mask())).expect(204);
          } else {
            masks.add(done);
          }
        }
        busy.countDown();
      }
    } catch (RuntimeException | AssertionError e) {
      // the interrupt at the end cuts a request short
      if (!Thread.currentThread().isInterrupted()
          && !(e.getCause() instanceof InterruptedException)) {
        refused.add(e);
      }
    }
  }

  private void uploadStudy(Client client) {
    final String study = DicomWriter.uid();
    final String series = DicomWriter.uid();
    final List<Slice> slices = new ArrayList<>();
    final Multipart body = new Multipart();
    for (int number = 1; number <= 3; number++) {
      final Slice slice = Slice.of(study, series, number, 128, 128);
      slices.add(slice);
      body.file("slice" + number, slice.file());
    }
    final JsonNode files =
        new Studies(client).upload(body).expect(200).json().get("uploaded_files");
    for (int i = 0; i < files.size(); i++) {
      studies.put(files.get(i).get("image_id").asLong(), slices.get(i));
    }
  }

  private static void everythingIsThere(
      Server server,
      String username,
      long project,
      Map<Long, Slice> images,
      List<MaskFlow.Done> kept) {
    final Client client = new Client(server).basic(username, People.PASSWORD);
    final Studies catalog = new Studies(client);
    images.forEach(
        (image, slice) ->
            assertArrayEquals(
                slice.pixels(),
                catalog.pixels(image, 1).expect(200).body(),
                () -> "image " + image + " is not what was sent"));
    final MaskFlow flow = new MaskFlow(People.of(client), project);
    for (final MaskFlow.Done mask : kept) {
      assertArrayEquals(mask.png(), flow.download(new Client(server), mask));
    }
  }

  /** The operator brings the key file; it is not in the backup. */
  private static void moveKeyFile(Server from, Server to) throws IOException {
    if (Files.exists(from.keyFile())) {
      Files.createDirectories(to.keyFile().getParent());
      Files.copy(from.keyFile(), to.keyFile(), StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  private static void noKeyIsIn(Path backup, Server server) throws IOException {
    if (Files.notExists(server.keyFile())) {
      return;
    }
    final byte[] key = Files.readAllBytes(server.keyFile());
    try (Stream<Path> all = Files.walk(backup)) {
      for (final Path file : all.filter(Files::isRegularFile).toList()) {
        assertTrue(
            Files.size(file) != key.length || Files.mismatch(file, server.keyFile()) >= 0,
            () -> "the key file is in the backup: " + file);
      }
    }
  }
}
