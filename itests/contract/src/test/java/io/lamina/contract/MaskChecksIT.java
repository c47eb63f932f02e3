package io.lamina.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lamina.contract.harness.Answer;
import io.lamina.contract.harness.Client;
import io.lamina.contract.harness.Database;
import io.lamina.contract.harness.DicomWriter;
import io.lamina.contract.harness.MaskFlow;
import io.lamina.contract.harness.On;
import io.lamina.contract.harness.People;
import io.lamina.contract.harness.Server;
import io.lamina.contract.harness.Slice;
import io.lamina.contract.harness.Studies;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Masks beside the images they lie on, many at once, and annotations with their past. */
@On(Database.H2)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MaskChecksIT {
  private Client anonymous;
  private People.Person user;
  private long project;

  @BeforeAll
  void user(Server server) {
    anonymous = new Client(server);
    final People people = new People(server);
    project = people.project();
    user = people.editor(project);
  }

  private Client client() {
    return user.client();
  }

  private String group(Slice slice) {
    final ObjectNode body = MaskFlow.body("S1/annotation.http", Map.of());
    body.put("project_id", project)
        .put("study_instance_uid", slice.study())
        .put("series_instance_uid", slice.series())
        .put("sop_instance_uid", slice.sop());
    final long annotation =
        client().post("/api/annotations", body.toString()).expect(201).json().get("id").asLong();
    return "/api/annotations/"
        + annotation
        + "/mask-groups/"
        + new MaskFlow(user, project).group(annotation);
  }

  private JsonNode links(String group, int count) {
    final ObjectNode body = new ObjectMapper().createObjectNode();
    for (int i = 0; i < count; i++) {
      body.withArray("files").addObject().put("filename", i + ".png").put("mime_type", "image/png");
    }
    return client().post(group + "/batch/upload-urls", body.toString()).expect(200).json();
  }

  private void put(JsonNode link, int seed) {
    anonymous
        .send(
            anonymous
                .request(link.get("upload_url").asText())
                .header("Content-Type", "image/png")
                .PUT(BodyPublishers.ofByteArray(MaskFlow.png(seed))))
        .expect(200);
  }

  /** The studies capability says how large its images are; masks ask it through platform/api. */
  @Test
  void masksAreComparedWithTheStoredImages() {
    final Slice fitting = Slice.of(DicomWriter.uid(), DicomWriter.uid(), 1, 64, 64);
    final Slice larger = Slice.of(fitting.study(), fitting.series(), 2, 128, 64);
    final Studies studies = new Studies(client());
    studies.upload(fitting);
    studies.upload(larger);
    final String group = group(fitting);
    final JsonNode links = links(group, 4);
    final ObjectNode body = new ObjectMapper().createObjectNode();
    body.put("create_masks", true);
    for (int i = 0; i < 4; i++) {
      final JsonNode link = links.get("uploads").get(i);
      final ObjectNode file =
          body.withArray("files").addObject().put("file_path", link.get("file_path").asText());
      file.put("width", 64).put("height", i == 1 ? 128 : 64);
      if (i < 3) {
        put(link, i);
      }
      file.put("sop_instance_uid", i == 1 ? larger.sop() : i == 2 ? "1.2.3" : fitting.sop());
    }
    final Answer answer = client().post(group + "/batch/complete", body.toString()).expect(200);
    final JsonNode files = answer.json().get("files");
    assertEquals("partial", answer.json().get("status").asText());
    assertEquals(3, answer.json().at("/rejected_files/0/index").asInt());
    assertTrue(
        answer.json().at("/rejected_files/0/error").asText().startsWith("Not uploaded"),
        answer.text());
    assertEquals("fits", files.at("/0/mask/geometry").asText(), answer.text());
    assertEquals("verified", files.at("/0/mask/dimensions").asText());
    assertEquals("mismatch", files.at("/1/mask/geometry").asText());
    assertEquals(
        "It has 64 x 64 pixels, its image 64 x 128", files.at("/1/mask/geometry_note").asText());
    assertEquals("mismatch", files.at("/1/mask/dimensions").asText());
    assertEquals("not checked", files.at("/2/mask/geometry").asText());
    final JsonNode again =
        client().get(group + "/masks/" + files.at("/1/mask/id").asLong()).expect(200).json();
    assertEquals(files.at("/1/mask"), again);
    final JsonNode repeated =
        client().post(group + "/batch/complete", body.toString()).expect(200).json();
    assertEquals(files.at("/1/mask/id"), repeated.at("/files/1/mask/id"));
    assertEquals(
        3, client().get(group + "/masks/stats").expect(200).json().get("total_masks").asInt());
  }

  @Test
  void anAnnotationsPastIsReadAndItsMeasurementsAreFound() {
    final long id = new MaskFlow(user, project).annotation();
    final String path = "/api/annotations/" + id;
    final JsonNode before = client().get(path).expect(200).json();
    final String found = "/api/annotations?project_id=%d&measurement_type=%s&measurement_min=%s";
    final JsonNode first = before.at("/measurement_values/0");
    final String query =
        found.formatted(project, first.get("type").asText(), first.at("/values/0").asText());
    assertEquals(1, client().get(query).expect(200).json().get("total").asInt());
    client().put(path, "{\"measurement_values\":[],\"description\":\"new\"}").expect(200);
    assertEquals(0, client().get(query).expect(200).json().get("total").asInt());
    client().delete(path).expect(204);
    client().get(path).expect(404);

    final JsonNode history = client().get(path + "/history?page=1").expect(200).json();
    assertEquals(2, history.get("total_count").asInt());
    assertEquals("delete", history.at("/history/0/ended_by").asText());
    assertEquals("new", history.at("/history/0/annotation/description").asText());
    assertEquals(before, history.at("/history/1/annotation"));
    assertEquals(user.id(), history.at("/history/1/changed_by").asLong());
  }
}
