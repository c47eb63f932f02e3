package io.lamina.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lamina.contract.harness.Answer;
import io.lamina.contract.harness.Client;
import io.lamina.contract.harness.DicomWriter;
import io.lamina.contract.harness.MaskFlow;
import io.lamina.contract.harness.People;
import io.lamina.contract.harness.PlainInstallation;
import io.lamina.contract.harness.Server;
import io.lamina.contract.harness.Slice;
import io.lamina.contract.harness.Studies;
import io.lamina.contract.harness.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** C-093: what a disk changed is never given out; it is named, and nothing else suffers from it. */
class DamageIT {
  @TempDir Path temp;

  /** An image, what was sent, and the file of its object. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Stored(long image, Slice slice, Path file) {}

  @Test
  void aChangedByteIsNeverGivenOutAndNothingElseSuffers() throws Exception {
    final Server server = Server.start("damage", Map.of());
    final Path backup = temp.resolve("backup");
    try (server) {
      final People people = new People(server);
      final long project = people.project();
      final People.Person user = people.editor(project);
      final String study = DicomWriter.uid();
      final List<Stored> images = new ArrayList<>();
      for (final int size : new int[] {64, 1024, 64}) {
        images.add(
            upload(server, user, Slice.of(study, study + ".1", images.size() + 1, size, size)));
      }
      final MaskFlow flow = new MaskFlow(user, project);
      final MaskFlow.Done sound = flow.run(new Client(server), 1);
      final List<Path> before = PlainInstallation.objects(server.data());
      final MaskFlow.Done broken = flow.run(new Client(server), 2);
      final Path maskFile = added(server, before);

      server.stop();
      flip(images.get(0).file(), 0.9);
      flip(images.get(1).file(), 0.75);
      flip(maskFile, 0.9);
      server.start();

      final Studies studies = new Studies(user.client());
      final Answer failed = studies.pixels(images.get(0).image(), 1);
      assertHonest(failed);
      assertExplainedInTheLog(server, failed);
      final String path = "/viewer/api/images/%d/%s/";
      assertHonest(user.client().get(path.formatted(images.get(0).image(), "file")));
      assertHonest(user.client().get(path.formatted(images.get(1).image(), "rendered")));
      // its first megabyte is right, and was sent: the answer is cut short of the announced length
      final String whole = path.formatted(images.get(1).image(), "file");
      assertThrows(UncheckedIOException.class, () -> user.client().get(whole));
      final Answer mask = new Client(server).get(link(user, broken));
      assertHonest(mask);
      assertEquals("", mask.header("ETag"), "the description of what was not sent");

      final Stored other = images.get(2);
      assertArrayEquals(
          other.slice().pixels(), studies.pixels(other.image(), 1).expect(200).body());
      assertArrayEquals(sound.png(), flow.download(new Client(server), sound));
      assertEquals(200, new Client(server).get("/health").status());
      assertEquals(
          3, studies.images(studies.study(study).get("id").asLong()).size(), "the list goes on");

      final List<String> damaged = new ArrayList<>();
      for (final Path file : List.of(images.get(0).file(), images.get(1).file(), maskFile)) {
        damaged.add("damaged: " + key(server, file));
      }
      final Tool.Run check = server.lamina("check");
      assertEquals(1, check.exit(), check::output);
      damaged.forEach(line -> assertTrue(check.output().contains(line), check::output));
      assertTrue(check.output().contains("Found: 3 damaged"), check::output);

      final Tool.Run run = server.lamina("backup", backup.toString());
      assertEquals(1, run.exit(), run::output);
      damaged.forEach(line -> assertTrue(run.output().contains(line), run::output));
      assertTrue(run.output().contains("Backup complete"), run::output);
      assertEquals(
          new TreeSet<>(damaged), new TreeSet<>(Files.readAllLines(backup.resolve("report"))));
      operatorDid(people.admin(), "read", "check");
      operatorDid(people.admin(), "export", "backup");
      restoreHasTheRest(server, user, backup, other);
    }
  }

  private void restoreHasTheRest(Server first, People.Person user, Path backup, Stored sound)
      throws IOException {
    try (Server second = Server.stopped("damage-restored", Map.of())) {
      Files.copy(first.keyFile(), second.keyFile(), StandardCopyOption.COPY_ATTRIBUTES);
      final Tool.Run restore = second.lamina("restore", backup.toString());
      assertEquals(0, restore.exit(), restore::output);
      assertTrue(restore.output().contains("Not all was well"), restore::output);
      second.start();
      final Client client = new Client(second).basic(user.username(), People.PASSWORD);
      assertArrayEquals(
          sound.slice().pixels(), new Studies(client).pixels(sound.image(), 1).expect(200).body());
      final Tool.Run check = second.lamina("check");
      assertEquals(1, check.exit(), check::output);
      assertTrue(check.output().contains("Found: 3 missing"), check::output);
      operatorDid(new People(second).admin(), "configure", "restore");
    }
  }

  private static void operatorDid(Client admin, String action, String command) {
    final JsonNode entries =
        admin
            .get("/api/audit?object=operator-command&action=" + action + "&object_id=" + command)
            .expect(200)
            .json()
            .get("entries");
    assertEquals(1, entries.size(), () -> command + " left " + entries);
  }

  private static Stored upload(Server server, People.Person user, Slice slice) {
    final List<Path> before = PlainInstallation.objects(server.data());
    final long image =
        new Studies(user.client()).upload(slice).at("/uploaded_files/0/image_id").asLong();
    return new Stored(image, slice, added(server, before));
  }

  private static Path added(Server server, List<Path> before) {
    final List<Path> now = new ArrayList<>(PlainInstallation.objects(server.data()));
    now.removeAll(before);
    assertEquals(1, now.size(), now::toString);
    return now.get(0);
  }

  private static String key(Server server, Path file) {
    final String name = server.data().resolve("blobs/objects").relativize(file).toString();
    return name.substring(0, name.length() - "+blob".length());
  }

  private static void flip(Path file, double at) throws IOException {
    final byte[] bytes = Files.readAllBytes(file);
    bytes[(int) (bytes.length * at)] ^= 1;
    Files.write(file, bytes);
  }

  private static String link(People.Person user, MaskFlow.Done done) {
    final ObjectNode body = MaskFlow.body("S1/download-url.http", new HashMap<>());
    body.put("mask_id", done.mask()).put("file_path", done.filePath());
    return user.client()
        .post(done.group("/masks/" + done.mask() + "/download-url"), body.toString())
        .expect(200)
        .json()
        .get("download_url")
        .asText();
  }

  /** C-096: the answer's id leads to the line of the log, with all that a developer wants. */
  private static void assertExplainedInTheLog(Server server, Answer failed) {
    final String id = failed.json().get("error_id").asText();
    final List<String> log = server.log().lines().toList();
    final List<Integer> told =
        IntStream.range(0, log.size()).filter(i -> log.get(i).contains(id)).boxed().toList();
    assertEquals(1, told.size(), () -> "lines with the id " + id);
    final List<String> trace =
        log.subList(told.get(0) + 1, log.size()).stream()
            .takeWhile(line -> !line.contains("error_id=") && !line.matches("[0-9]{4}-[0-9]{2}-.*"))
            .toList();
    assertTrue(trace.get(0).matches("[a-z.]+[.][A-Z]\\w*Exception.*"), trace::toString);
    assertTrue(
        trace.stream().anyMatch(line -> line.matches("\\s+at io[.]lamina[.].*[.]java:[0-9]+.*")),
        trace::toString);
  }

  /** Says that it failed, and neither why in our words for ourselves nor where the object lies. */
  private static void assertHonest(Answer answer) {
    assertEquals(500, answer.status(), answer::toString);
    assertTrue(answer.text().contains("error_id"), answer::toString);
    for (final String word : List.of("blob", "Exception", "segment", "/studies/")) {
      assertFalse(answer.text().contains(word), answer::toString);
    }
  }
}
