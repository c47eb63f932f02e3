package io.lamina.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.lamina.contract.harness.Answer;
import io.lamina.contract.harness.Client;
import io.lamina.contract.harness.Database;
import io.lamina.contract.harness.Dialect;
import io.lamina.contract.harness.HostileFiles;
import io.lamina.contract.harness.Multipart;
import io.lamina.contract.harness.On;
import io.lamina.contract.harness.People;
import io.lamina.contract.harness.Server;
import io.lamina.contract.harness.Slice;
import io.lamina.contract.harness.Studies;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads that no client should send: a clear refusal, and nothing of them to be seen after. */
@On(Database.H2)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UploadBadInputIT {
  private Server server;
  private Client client;
  private Studies studies;
  private Set<String> before;

  @BeforeAll
  void uploader(Server server) {
    this.server = server;
    final People people = new People(server);
    client = people.editor(people.project()).client();
    studies = new Studies(client);
    studies.upload(Slice.any());
  }

  @BeforeEach
  void look() {
    before = studies.uids();
  }

  @AfterEach
  void stillHealthy() {
    final Answer health = new Client(server).get("/health");
    assertEquals("healthy", health.expect(200).json().get("status").asText());
  }

  static Stream<Named<byte[]>> hostileFiles() {
    return HostileFiles.all().entrySet().stream()
        .map(entry -> Named.of(entry.getKey(), entry.getValue()));
  }

  @ParameterizedTest
  @MethodSource("hostileFiles")
  void hostileFileAloneIsRefused(byte[] file) {
    final Answer answer = studies.upload(new Multipart().file("scan.dcm", file));
    Dialect.VIEWER.assertRefused(answer);
    assertEquals(before, studies.uids(), "something of the refused file is visible");
  }

  /** D-18: the good ones stored, the bad ones named with the reason. */
  @Test
  void inABatchTheGoodFilesAreStoredAndTheBadOnesNamed() {
    final Slice good = Slice.any();
    final Multipart body = new Multipart().file("good.dcm", good.file());
    final Map<String, byte[]> hostile = HostileFiles.all();
    hostile.forEach((name, file) -> body.file(name + ".dcm", file));
    final JsonNode answer = studies.upload(body).expect(200).json();
    assertEquals(1, answer.get("uploaded_files").size(), answer::toString);
    assertEquals("good.dcm", answer.at("/uploaded_files/0/filename").asText());
    assertEquals(hostile.size(), answer.get("rejected_files").size(), answer::toString);
    for (final JsonNode rejected : answer.get("rejected_files")) {
      final String name = rejected.get("filename").asText();
      assertTrue(hostile.containsKey(name.replace(".dcm", "")), name);
      assertFalse(rejected.get("error").asText().isBlank(), name);
    }
    final long image = answer.at("/uploaded_files/0/image_id").asLong();
    assertArrayEquals(good.pixels(), studies.pixels(image, 1).expect(200).body());
    final Set<String> after = studies.uids();
    assertTrue(after.remove(good.study()));
    assertEquals(before, after);
  }

  @Test
  void bodiesThatAreNoUploadAreRefused() {
    final Multipart good = new Multipart().file("a.dcm", Slice.any().file());
    final byte[] file = Slice.any().file();
    refused(studies.upload(new Multipart()));
    refused(studies.upload(new Multipart().field("project_id", "")));
    refused(studies.upload(new Multipart().piece("attachment", file)));
    refused(studies.upload(new Multipart().file("a.dcm", new byte[0])));
    refused(client.post(Studies.UPLOAD, good.contentType(), good.unfinished()));
    refused(client.post(Studies.UPLOAD, "multipart/form-data", good.publisher()));
    refused(client.post(Studies.UPLOAD, "multipart/form-data; boundary=other", good.publisher()));
    refused(client.post(Studies.UPLOAD, good.contentType(), BodyPublishers.noBody()));
    refused(client.post(Studies.UPLOAD, "application/json", BodyPublishers.ofString("{}")));
    refused(client.post(Studies.UPLOAD, "application/dicom", BodyPublishers.ofByteArray(file)));
    assertEquals(before, studies.uids());
  }

  @ParameterizedTest
  @ValueSource(strings = {"form-data; name=\"files\"", "form-data; name=\"files\"; filename=\"\""})
  void fileWithoutANameIsRefused(String disposition) {
    refused(studies.upload(new Multipart().piece(disposition, Slice.any().file())));
    assertEquals(before, studies.uids());
  }

  /**
   * Many real files name the wrong one of the three plain syntaxes: read as they are, or refused.
   */
  @ParameterizedTest
  @ValueSource(strings = {"1.2.840.10008.1.2", "1.2.840.10008.1.2.2"})
  void plainSyntaxThatIsNotTheDeclaredOneIsNeverMisread(String declared) {
    final Slice slice = Slice.any();
    final Answer answer =
        studies.upload(new Multipart().file("a.dcm", HostileFiles.as(slice, declared)));
    if (answer.status() == 200) {
      final long image = answer.json().at("/uploaded_files/0/image_id").asLong();
      assertArrayEquals(slice.pixels(), studies.pixels(image, 1).expect(200).body());
    } else {
      refused(answer);
    }
  }

  /** H-04: a client's name is metadata: it names nothing on the server, and no header. */
  @Test
  void namesThatLookLikePathsNameNothing() throws Exception {
    for (final String name :
        List.of(
            "../../../lamina-escaped.dcm",
            "/tmp/lamina-escaped.dcm",
            "..\\..\\evil.dcm",
            "C:\\evil.dcm",
            "a/b/c.dcm",
            "..",
            "x".repeat(5000),
            "%2e%2e%2fevil.dcm")) {
      final Slice slice = Slice.any();
      final Answer answer = studies.upload(new Multipart().file(name, slice.file()));
      if (answer.status() == 200) {
        final String echoed = answer.json().at("/uploaded_files/0/filename").asText();
        assertFalse(echoed.contains("/") || echoed.contains("\\"), echoed);
        assertTrue(echoed.getBytes(StandardCharsets.UTF_8).length <= 255, echoed);
      } else {
        refused(answer);
      }
    }
    try (Stream<Path> all = Files.walk(server.data())) {
      assertEquals(
          List.of(),
          all.map(path -> path.getFileName().toString())
              .filter(file -> file.contains("escaped") || file.contains("evil"))
              .toList());
    }
    assertFalse(Files.exists(Path.of("/tmp/lamina-escaped.dcm")));
  }

  /** D-17: the same UID with other content is refused, and the first one stays. */
  @Test
  void collidingUidKeepsTheFirst() {
    final Slice first = Slice.any();
    final long image = studies.upload(first).at("/uploaded_files/0/image_id").asLong();
    final Slice impostor =
        new Slice(first.study(), first.series(), first.sop(), 2, 16, 16, 1, new byte[16 * 16 * 2]);
    final Answer answer = studies.upload(new Multipart().file("b.dcm", impostor.file()));
    Dialect.VIEWER.assertRefused(answer);
    assertTrue(Set.of(400, 409).contains(answer.status()), answer::toString);
    assertArrayEquals(first.pixels(), studies.pixels(image, 1).expect(200).body());
  }

  /** D-14: nobody puts data into a project of others, and the refusal stores nothing. */
  @Test
  void foreignProjectIsRefused() {
    final long foreign = new People(server).project();
    final Answer answer =
        studies.upload(
            new Multipart().field("project_id", "" + foreign).file("a.dcm", Slice.any().file()));
    Dialect.VIEWER.assertRefused(answer);
    assertEquals(before, studies.uids());
  }

  @Test
  void framesThatAreNotThereAreNotFound() {
    final long image = studies.upload(Slice.any()).at("/uploaded_files/0/image_id").asLong();
    for (final String frame : List.of("0", "2", "-1", "x", "99999999999")) {
      refused(client.get("/viewer/api/images/" + image + "/pixels/?frame=" + frame));
    }
    for (final String window : List.of("window_width=0", "window_width=x", "window_level=NaN")) {
      refused(client.get("/viewer/api/images/" + image + "/data/?" + window));
    }
  }

  private static void refused(Answer answer) {
    Dialect.VIEWER.assertRefused(answer);
  }
}
