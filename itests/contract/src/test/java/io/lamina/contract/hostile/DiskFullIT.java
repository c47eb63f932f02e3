package io.lamina.contract.hostile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.lamina.contract.harness.Answer;
import io.lamina.contract.harness.Await;
import io.lamina.contract.harness.Client;
import io.lamina.contract.harness.DicomWriter;
import io.lamina.contract.harness.MaskFlow;
import io.lamina.contract.harness.Multipart;
import io.lamina.contract.harness.People;
import io.lamina.contract.harness.Server;
import io.lamina.contract.harness.Slice;
import io.lamina.contract.harness.SmallDisk;
import io.lamina.contract.harness.Studies;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A disk that runs full under everything the platform has: objects, database, log. Writes are
 * refused with 507 before anything is lost, reads go on, and room brings writing back.
 */
class DiskFullIT {
  private static final int DISK_MIB = 700;
  private static final long RESERVE = 64L << 20;
  private static final long ROWS_RESERVE = 32L << 20;

  private final Map<Long, Slice> acknowledged = new LinkedHashMap<>();

  private People.Person user;
  private Studies studies;
  private Client anonymous;
  private MaskFlow flow;
  private MaskFlow.Done mask;
  private long project;

  @Test
  void writesAreRefusedReadsGoOnAndRoomBringsWritingBack() throws IOException {
    try (SmallDisk disk = SmallDisk.mount(DISK_MIB);
        Server server =
            Server.start(
                "disk-full",
                Map.of(
                    "LAMINA_DATA",
                    disk.folder().resolve("data").toString(),
                    "LAMINA_STORAGE_RESERVE_BYTES",
                    Long.toString(RESERVE),
                    "LAMINA_PERSISTENCE_RESERVE_MIB",
                    Long.toString(ROWS_RESERVE >> 20)))) {
      begin(server);
      final long annotation = flow.annotation();
      final long group = flow.group(annotation);
      final String link = flow.uploadUrl(annotation, group, "late.png").get("upload_url").asText();

      disk.fillUpTo(RESERVE + (24L << 20));
      Answer refused = upload();
      while (refused.status() == 200) {
        refused = upload();
      }
      assertRefused(refused);
      assertTrue(disk.freeBytes() > RESERVE / 2, "uploads took the reserve of the database");
      disk.giveBack();
      disk.fillUpTo(RESERVE - (1L << 20));
      assertRefused(flow.put(anonymous, link, annotation, group, MaskFlow.png(2)));
      assertRefused(studies.upload(many()));
      // what the reserve is kept for: rows that bring no files
      assertTrue(flow.annotation() > 0);
      everythingIsThere();
      healthSays(503);

      // somebody else takes of the reserve too: changes end, what the trail needs for reads does
      // not
      disk.giveBack();
      disk.fillUpTo(ROWS_RESERVE / 2);
      assertRefused(newRow());
      assertRefused(upload());
      everythingIsThere();

      disk.giveBack();
      healthSays(200);
      everythingIsThere();
      assertEquals(200, upload().status());
      flow.put(anonymous, link, annotation, group, MaskFlow.png(2)).expect(200);
      newRow().expect(201);
      assertTrue(server.isAlive());

      // to the last byte: what cannot be told to the trail is not shown, and nothing is lost
      disk.fillUpTo(0);
      for (final Answer answer : List.of(upload(), newRow())) {
        assertTrue(answer.status() == 503 || answer.status() == 507, answer::toString);
      }
      for (final long image : acknowledged.keySet()) {
        final int status = studies.pixels(image, 1).status();
        assertTrue(
            status == 200 || status == 503 || status == 507,
            "image " + image + " answers " + status);
      }
      healthSays(503);
      disk.giveBack();
      healthSays(200);
      everythingIsThere();
      newRow().expect(201);
      assertTrue(server.isAlive());

      // and a crash on the full disk loses nothing either
      disk.fillUpTo(0);
      server.kill();
      disk.giveBack();
      server.start();
      everythingIsThere();
      assertEquals(200, upload().status());
    }
  }

  /** Objects on a disk of their own: the rest is not even hindered. */
  @Test
  void aFullDiskOfTheObjectsStopsUploadsAlone() throws IOException {
    try (SmallDisk disk = SmallDisk.mount(DISK_MIB / 4);
        Server server =
            Server.start(
                "objects-full",
                Map.of(
                    "LAMINA_STORAGE_ROOT",
                    disk.folder().resolve("objects").toString(),
                    "LAMINA_STORAGE_RESERVE_BYTES",
                    "0"))) {
      begin(server);
      disk.fillUpTo(0);
      assertRefused(upload());
      assertRefused(studies.upload(many()));
      newRow().expect(201);
      everythingIsThere();
      disk.giveBack();
      assertEquals(200, upload().status());
      everythingIsThere();
    }
  }

  private void begin(Server server) {
    acknowledged.clear();
    final People people = new People(server);
    project = people.project();
    user = people.editor(project);
    studies = new Studies(user.client());
    anonymous = new Client(server);
    flow = new MaskFlow(user, project);
    mask = flow.run(anonymous, 1);
    assertEquals(200, upload().status());
  }

  private Answer newRow() {
    return user.client()
        .post(
            "/api/annotations",
            MaskFlow.body("S1/annotation.http", Map.of()).put("project_id", project).toString());
  }

  /** It is looked up in the background. */
  private void healthSays(int status) {
    Await.until(
        Duration.ofSeconds(30),
        () -> anonymous.get("/health").status() == status,
        () -> "health never says " + status + ": " + anonymous.get("/health").text());
  }

  private Answer upload() {
    final Slice slice = Slice.of(DicomWriter.uid(), DicomWriter.uid(), 1, 1024, 1024);
    final Answer answer = studies.upload(new Multipart().file("a.dcm", slice.file()));
    if (answer.status() == 200) {
      acknowledged.put(answer.json().at("/uploaded_files/0/image_id").asLong(), slice);
    }
    return answer;
  }

  private static Multipart many() {
    final Multipart body = new Multipart();
    final String study = DicomWriter.uid();
    for (int i = 0; i < 20; i++) {
      body.file("m" + i, Slice.of(study, study + ".1", i, 512, 512).file());
    }
    return body;
  }

  private static void assertRefused(Answer answer) {
    assertEquals(507, answer.status(), answer::toString);
    final JsonNode body = answer.json();
    assertTrue(body.get("message").asText().contains("disk is full"), answer::toString);
    assertFalse(answer.text().contains("Exception"), answer::toString);
  }

  private void everythingIsThere() {
    acknowledged.forEach(
        (image, slice) ->
            assertArrayEquals(
                slice.pixels(),
                studies.pixels(image, 1).expect(200).body(),
                () -> "image " + image + " is lost"));
    assertArrayEquals(mask.png(), flow.download(anonymous, mask));
  }
}
