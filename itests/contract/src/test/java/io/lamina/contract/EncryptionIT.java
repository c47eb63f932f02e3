package io.lamina.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.lamina.contract.harness.Answer;
import io.lamina.contract.harness.Client;
import io.lamina.contract.harness.DicomWriter;
import io.lamina.contract.harness.MaskFlow;
import io.lamina.contract.harness.Multipart;
import io.lamina.contract.harness.PatientImages;
import io.lamina.contract.harness.People;
import io.lamina.contract.harness.PlainInstallation;
import io.lamina.contract.harness.Plaintext;
import io.lamina.contract.harness.Server;
import io.lamina.contract.harness.Slice;
import io.lamina.contract.harness.Studies;
import io.lamina.contract.harness.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** C-093: what is stored can be read with the key file only. */
class EncryptionIT {
  private static final String PATIENT = "Doe^John";
  private static final String NOTE = "Unmistakable words of an annotation";
  private static final String SECRET = "Unmistakable-password-of-a-user-9";

  /** A server with everything on it that must not be readable. */
  private static final class Ward implements AutoCloseable {
    final Server server;
    final Plaintext planted = new Plaintext();
    final List<Slice> slices = new ArrayList<>();
    final List<Long> images = new ArrayList<>();
    final Studies studies;
    final MaskFlow flow;
    final MaskFlow.Done mask;
    final byte[] photo = MaskFlow.png(77);
    final Client professor;
    final String photoAddress;

    Ward(String name) {
      server = Server.start(name, Map.of());
      final People people = new People(server);
      final long project = people.project();
      final People.Person user = people.editor(project);
      final Client client = user.client();
      studies = new Studies(client);
      final String study = DicomWriter.uid();
      for (int number = 1; number <= 40; number++) {
        final Slice slice = Slice.of(study, study + ".1", number, 64, 64);
        slices.add(slice);
        images.add(studies.upload(slice).at("/uploaded_files/0/image_id").asLong());
      }
      flow = new MaskFlow(user, project);
      mask = flow.run(new Client(server), 1);
      final var annotation = MaskFlow.body("S1/annotation.http", Map.of());
      annotation.put("project_id", project).putObject("annotation_data").put("label", NOTE);
      client.post("/api/annotations", annotation.toString()).expect(201);
      people
          .admin()
          .post(
              "/api/users",
              "{\"username\":\"eve\",\"email\":\"eve@example.org\",\"password\":\"%s\",\"roles\":[\"annotator\"]}"
                  .formatted(SECRET))
          .expect(201);
      studies.upload(
          new Multipart().file("not-an-image.dcm", NOTE.getBytes(StandardCharsets.UTF_8)));
      plantCredentials(people, user);
      professor = people.stranger("professor").client();
      final PatientImages patientImages =
          new PatientImages(professor, new Client(server), "planted");
      final JsonNode link = patientImages.link("image/png", photo.length);
      patientImages.put(link, "image/png", photo).expect(200);
      photoAddress = link.get("s3_url").asText();
      planted.bytes("patient image", photo, 40);
      final Slice first = slices.get(0);
      planted
          .text(PATIENT)
          .text(NOTE)
          .text(SECRET)
          .text(Server.ADMIN_PASSWORD)
          .text(first.sop())
          .text(study)
          .bytes("pixels", first.pixels(), 48)
          .bytes("DICOM file", first.file(), 200)
          .bytes("mask", mask.png(), 40);
    }

    /** Each of them opens something; none may be found by who has the disk. */
    private void plantCredentials(People people, People.Person user) {
      final Client client = user.client();
      final Client admin = people.admin();
      planted
          .text(made(client.post("/api/api-keys", "{\"name\":\"robot\"}"), "key"))
          .text(made(admin.post("/api/invitations", "{}"), "code"))
          .text(
              made(
                  admin.post(
                      "/api/users/" + people.stranger("student").id() + "/password-reset", "{}"),
                  "token"))
          .text(client.post("/api/auth/refresh", "{}").expect(200).json().get("token").asText());
    }

    private static String made(Answer answer, String field) {
      return answer.expect(201).json().get(field).asText();
    }

    void assertAllThere() {
      for (int i = 0; i < slices.size(); i++) {
        assertArrayEquals(
            slices.get(i).pixels(), studies.pixels(images.get(i), 1).expect(200).body());
      }
      assertArrayEquals(mask.png(), flow.download(new Client(server), mask));
      assertArrayEquals(photo, professor.get(photoAddress).expect(200).body());
    }

    @Override
    public void close() {
      server.close();
    }
  }

  @Test
  void noFileHoldsWhatWasSentNeitherWhileRunningNorAfterwards() throws IOException {
    try (Ward ward = new Ward("planted")) {
      final Path data = ward.server.data();
      assertEquals(List.of(), ward.planted.in(data));
      ward.assertAllThere();
      ward.server.kill();
      assertEquals(List.of(), ward.planted.in(data), "as a stolen disk");
      ward.server.start();
      ward.server.stop();
      assertEquals(List.of(), ward.planted.in(data));

      final Path control = Files.createDirectories(data.resolveSibling("control"));
      Files.write(control.resolve("file.dcm"), ward.slices.get(0).file());
      Files.write(control.resolve("mask.png"), ward.mask.png());
      Files.writeString(control.resolve("note"), "x" + NOTE + "x", StandardCharsets.UTF_16LE);
      final List<String> found = ward.planted.in(control);
      assertTrue(found.size() >= 3 + 3 + 3 + 1, () -> "the search finds what is there: " + found);
    }
  }

  @Test
  void withoutItsKeyFileOrWithAnotherNothingStartsOrChanges() throws Exception {
    try (Ward ward = new Ward("keys")) {
      ward.server.stop();
      final Path data = ward.server.data();
      final Path keyFile = data.resolveSibling("data.key");
      final Path away = data.resolveSibling("away.key");
      Files.move(keyFile, away);
      assertRefusedToStart(ward.server, "is not there");
      Files.writeString(
          keyFile,
          "lamina-key-1 0123456789abcdef " + "A".repeat(43) + "\n",
          StandardCharsets.US_ASCII);
      Files.setPosixFilePermissions(keyFile, PosixFilePermissions.fromString("rw-------"));
      assertRefusedToStart(ward.server, "damaged or no key file");
      try (Server other = Server.start("other-keys", Map.of())) {
        other.stop();
        Files.copy(
            other.data().resolveSibling("data.key"), keyFile, StandardCopyOption.REPLACE_EXISTING);
      }
      assertRefusedToStart(ward.server, "does not belong to the data");
      Files.move(away, keyFile, StandardCopyOption.REPLACE_EXISTING);
      Files.setPosixFilePermissions(keyFile, PosixFilePermissions.fromString("rw-r--r--"));
      assertRefusedToStart(ward.server, "chmod 600");
      Files.setPosixFilePermissions(keyFile, PosixFilePermissions.fromString("rw-------"));
      ward.server.start();
      ward.assertAllThere();
    }
  }

  @Test
  void rotationWhileOthersReadAndWriteLosesNothing() throws Exception {
    try (Ward ward = new Ward("rotation")) {
      final Path keyFile = ward.server.data().resolveSibling("data.key");
      final String before = Files.readString(keyFile);
      final AtomicBoolean stop = new AtomicBoolean();
      final List<Long> written = new ArrayList<>();
      final List<Slice> writtenSlices = new ArrayList<>();
      final Thread load =
          new Thread(
              () -> {
                do {
                  final Slice slice = Slice.any();
                  written.add(ward.studies.upload(slice).at("/uploaded_files/0/image_id").asLong());
                  writtenSlices.add(slice);
                  ward.studies.pixels(ward.images.get(0), 1).expect(200);
                } while (!stop.get());
              });
      final List<Throwable> failures = new ArrayList<>();
      load.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
      load.start();
      for (int i = 0; i < 3; i++) {
        final Tool.Run rotated = ward.server.lamina("rotate-key");
        assertEquals(0, rotated.exit(), rotated::output);
      }
      stop.set(true);
      load.join();
      assertEquals(List.of(), failures);
      assertNotEquals(before, Files.readString(keyFile));
      ward.assertAllThere();
      ward.server.stop();
      ward.server.start();
      ward.assertAllThere();
      for (int i = 0; i < written.size(); i++) {
        assertArrayEquals(
            writtenSlices.get(i).pixels(),
            ward.studies.pixels(written.get(i), 1).expect(200).body());
      }
    }
  }

  @Test
  void anUnencryptedInstallationIsConvertedAlsoWhenThatIsKilledInItsMiddle() throws Exception {
    try (Ward ward = new Ward("conversion")) {
      ward.server.stop();
      final Path data = ward.server.data();
      PlainInstallation.makeOf(data);
      assertFalse(ward.planted.in(data).isEmpty(), "the old installation is readable");
      assertRefusedToStart(ward.server, "bin/lamina encrypt");
      assertFalse(Files.exists(data.resolveSibling("data.key")));

      final Path blobs = data.resolve("blobs");
      Files.move(blobs, data.resolveSibling("blobs-elsewhere"));
      final Tool.Run blind = ward.server.lamina("encrypt");
      assertEquals(1, blind.exit(), blind::output);
      assertTrue(blind.output().contains("LAMINA_STORAGE_ROOT"), blind::output);
      Files.move(data.resolveSibling("blobs-elsewhere"), blobs);

      final int all = PlainInstallation.objects(data).size();
      final Process killed = ward.server.begin("encrypt");
      while (killed.isAlive() && encrypted(data) < 5) {
        Thread.onSpinWait();
      }
      killed.descendants().forEach(ProcessHandle::destroyForcibly);
      killed.destroyForcibly().waitFor();
      final int done = encrypted(data);
      assertTrue(done >= 5 && done < all, () -> "killed in its middle, with " + done);
      assertRefusedToStart(ward.server, "run bin/lamina encrypt again");

      final Tool.Run encrypted = ward.server.lamina("encrypt");
      assertEquals(0, encrypted.exit(), encrypted::output);
      assertTrue(encrypted.output().contains("objects were encrypted"), encrypted::output);
      assertTrue(encrypted.output().contains("back up the key file"), encrypted::output);
      assertEquals(List.of(), ward.planted.in(data));
      ward.server.start();
      ward.assertAllThere();
      assertEquals(List.of(), ward.planted.in(data));
      assertEquals(all, PlainInstallation.objects(data).size());
      assertEquals(
          1,
          new Client(ward.server)
              .basic("admin", Server.ADMIN_PASSWORD)
              .get("/api/audit?object=operator-command&object_id=encrypt&action=configure&limit=1")
              .expect(200)
              .json()
              .get("entries")
              .size());
      ward.server.stop();
      againOverWhatIsEncrypted(ward, all);
    }
  }

  /** Run again it only looks; with the keyset lost it makes no other one over the objects. */
  private static void againOverWhatIsEncrypted(Ward ward, int all) throws IOException {
    final Path data = ward.server.data();
    final Tool.Run again = ward.server.lamina("encrypt");
    assertEquals(0, again.exit(), again::output);
    assertTrue(
        again.output().contains("0 objects were encrypted, " + all + " were before, 0 failed"),
        again::output);
    final Path away = Files.createDirectories(data.resolveSibling("away"));
    Files.move(data.resolve("keys"), away.resolve("keys"));
    // as on PostgreSQL, where no file of a database tells
    Files.move(data.resolve("db"), away.resolve("db"));
    assertRefusedToStart(ward.server, "keys/keyset in there is missing");
    final Tool.Run refused = ward.server.lamina("encrypt");
    assertEquals(1, refused.exit(), refused::output);
    assertTrue(refused.output().contains("keys/keyset in there is missing"), refused::output);
    assertFalse(Files.exists(data.resolve("keys")));
    Files.move(away.resolve("keys"), data.resolve("keys"));
    Files.move(away.resolve("db"), data.resolve("db"));
    ward.server.start();
    ward.assertAllThere();
  }

  private static int encrypted(Path data) throws IOException {
    int count = 0;
    for (final Path file : PlainInstallation.objects(data)) {
      try (var in = Files.newInputStream(file)) {
        count += in.readNBytes(12)[11] == 2 ? 1 : 0;
      }
    }
    return count;
  }

  private static void assertRefusedToStart(Server server, String words) {
    final Tool.Run start = server.lamina("start");
    assertEquals(1, start.exit(), start::output);
    assertEquals(1, start.output().lines().count(), start::output);
    assertTrue(start.output().contains(words), start::output);
    assertFalse(server.isAlive());
  }
}
