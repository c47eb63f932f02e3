package io.lamina.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lamina.contract.harness.Answer;
import io.lamina.contract.harness.Client;
import io.lamina.contract.harness.Database;
import io.lamina.contract.harness.Dialect;
import io.lamina.contract.harness.Documents;
import io.lamina.contract.harness.Multipart;
import io.lamina.contract.harness.On;
import io.lamina.contract.harness.People;
import io.lamina.contract.harness.Server;
import io.lamina.contract.harness.Slice;
import io.lamina.contract.harness.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** S5's own example as far as this platform goes today: upload, studies, images, image data. */
@On(Database.H2)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ViewerDocumentIT {
  private Server server;
  private People.Person user;

  @BeforeAll
  void reader(Server server) {
    this.server = server;
    final People people = new People(server);
    user = people.editor(people.project());
  }

  /** C-061 with requests and netrc (M1): step 1 of the document's example, then C-062 to C-064. */
  @Test
  void uploadByPythonWithNetrc(@TempDir Path folder) throws IOException {
    final Slice slice = Slice.any();
    Files.write(folder.resolve("scan.dcm"), slice.file());
    final Path netrc = folder.resolve(".netrc");
    Files.writeString(
        netrc,
        "machine localhost login %s password %s\n".formatted(user.username(), People.PASSWORD));
    Files.setPosixFilePermissions(netrc, PosixFilePermissions.fromString("rw-------"));
    final JsonNode result = python(folder);

    final long image = result.at("/data/uploaded_files/0/image_id").asLong();
    final long study = result.at("/data/study_id").asLong();
    assertTrue(result.at("/data/success").asBoolean());
    assertEquals("scan.dcm", result.at("/data/uploaded_files/0/filename").asText());
    assertTrue(result.at("/data/uploaded_files/0/series_id").isIntegralNumber());

    final JsonNode listed =
        find(user.client().get("/viewer/api/studies/").expect(200).json(), study);
    assertEquals(slice.study(), listed.get("study_instance_uid").asText());
    assertEquals("2024-01-15", listed.get("study_date").asText());
    assertEquals("12345", listed.get("patient_id").asText());
    assertEquals("CT", listed.get("modality").asText());
    assertEquals(1, listed.get("series_count").asInt());
    assertEquals(1, listed.get("total_images").asInt());

    final JsonNode images =
        user.client().get("/viewer/api/studies/" + study + "/images/").expect(200).json();
    assertEquals(study, images.at("/study/id").asLong());
    assertEquals(image, images.at("/images/0/id").asLong());
    assertEquals(16, images.at("/images/0/rows").asInt());
    assertEquals("Chest CT", images.at("/images/0/series_description").asText());
    assertEquals(400, images.at("/images/0/window_width").asInt());

    final JsonNode data =
        user.client().get("/viewer/api/images/" + image + "/data/").expect(200).json();
    assertEquals(40, data.at("/metadata/window_center").asInt());
    assertEquals("[0.5,0.5]", data.at("/metadata/pixel_spacing").toString());
    final String url = data.get("image_data").asText();
    assertTrue(url.startsWith("data:image/png;base64,"), url);
    final byte[] png = Base64.getDecoder().decode(url.substring(url.indexOf(',') + 1));
    assertEquals(0x89504E47, java.nio.ByteBuffer.wrap(png).getInt(), "a PNG");
  }

  /** H-02: the same step without any credential answers 200, and nobody sees the study. */
  @Test
  void uploadWithoutCredentialsGoesToQuarantine(@TempDir Path folder) throws IOException {
    final Slice slice = Slice.any();
    Files.write(folder.resolve("scan.dcm"), slice.file());
    final JsonNode result = python(folder);
    final JsonNode file = result.at("/data/uploaded_files/0");
    assertTrue(file.get("image_id").isIntegralNumber(), result::toString);

    assertFalse(
        user.client().get("/viewer/api/studies/").expect(200).text().contains(slice.study()));
    final String path = "/viewer/api/images/" + file.get("image_id").asLong() + "/data/";
    Dialect.VIEWER.assertRefused(user.client().get(path), 404);
    final Answer anonymous = new Client(server).get(path);
    Dialect.VIEWER.assertRefused(anonymous, 401);
    assertChallenge(anonymous);
  }

  /** everything but the upload asks for credentials, and says by which schemes. */
  @Test
  void theRestAsksForCredentials() {
    final Client anonymous = new Client(server);
    for (final String path :
        new String[] {
          "/viewer/api/studies/",
          "/viewer/api/studies",
          "/viewer/api/studies/1/images/",
          "/viewer/api/images/1/data/",
          "/viewer/api/images/1/pixels/"
        }) {
      final Answer answer = anonymous.get(path);
      Dialect.VIEWER.assertRefused(answer, 401);
      assertChallenge(answer);
    }
  }

  /** D-17, X-32: the same file again has the same ids; wrong credentials are refused on upload. */
  @Test
  void repeatIsTheSameImage() {
    final Slice slice = Slice.any();
    final JsonNode first = upload(slice);
    assertEquals(first, upload(slice));
    Dialect.VIEWER.assertRefused(
        new Client(server)
            .basic(user.username(), "not the password")
            .post("/viewer/api/upload/", new Multipart().file("a.dcm", slice.file())),
        401);
  }

  private JsonNode upload(Slice slice) {
    return user.client()
        .post("/viewer/api/upload/", new Multipart().file("a.dcm", slice.file()))
        .expect(200)
        .json()
        .get("uploaded_files");
  }

  private static void assertChallenge(Answer answer) {
    final String challenge = String.join(", ", answer.headers().allValues("WWW-Authenticate"));
    assertTrue(
        challenge.contains("Basic") && challenge.contains("Bearer"), () -> answer + challenge);
  }

  private static JsonNode find(JsonNode studies, long id) {
    for (final JsonNode study : studies) {
      if (study.get("id").asLong() == id) {
        return study;
      }
    }
    throw new AssertionError("no study " + id + " in " + studies);
  }

  /** Step 1 of the complete example, its port alone rewritten where 8000 is taken. */
  private JsonNode python(Path home) throws IOException {
    final String example = Documents.block("S5/example.py");
    final String step = example.substring(0, example.indexOf("# 2. Analyze"));
    Files.writeString(
        home.resolve("example.py"),
        step.replace("localhost:8000", "localhost:" + server.secondPort())
            + "import json\nprint(json.dumps({\"data\": data, \"image_id\": image_id}))\n");
    final Tool.Run run = Tool.python().run(home, Map.of("HOME", home.toString()), "example.py");
    assertEquals(0, run.exit(), run::output);
    return new ObjectMapper().readTree(run.output());
  }
}
