package io.lamina.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lamina.contract.harness.Answer;
import io.lamina.contract.harness.Client;
import io.lamina.contract.harness.Database;
import io.lamina.contract.harness.DicomWriter;
import io.lamina.contract.harness.Documents;
import io.lamina.contract.harness.MaskFlow;
import io.lamina.contract.harness.Multipart;
import io.lamina.contract.harness.On;
import io.lamina.contract.harness.People;
import io.lamina.contract.harness.Server;
import io.lamina.contract.harness.Slice;
import io.lamina.contract.harness.Studies;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The main job, from the upload of a study to the bytes of a mask. */
@On(Database.H2)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FlowIT {
  private Client anonymous;
  private People.Person user;
  private long project;
  private Studies studies;

  @BeforeAll
  void user(Server server) {
    anonymous = new Client(server);
    final People people = new People(server);
    project = people.project();
    user = people.editor(project);
    studies = new Studies(user.client());
  }

  @Test
  void maskComesBackByteForByte() {
    final MaskFlow flow = new MaskFlow(user, project);
    final MaskFlow.Done done = flow.run(anonymous, 42);
    assertArrayEquals(done.png(), flow.download(anonymous, done));
    final JsonNode mask = user.client().get(done.group("/masks/" + done.mask())).json();
    // what the document's body claims is echoed, what is true stands beside it
    assertEquals(1_024_000, mask.get("file_size").asLong());
    assertEquals(done.png().length, mask.get("verified_size").asLong());
    assertEquals("mismatch", mask.get("integrity").asText());
    assertTrue(mask.get("created_at").asText().matches("\\d{4}-\\d\\d-\\d\\dT[0-9:]{8}\\.\\d{6}Z"));
  }

  /** C-006 to C-010 in S2's dialect, with the document's bodies. */
  @Test
  void secondDialectUpdatesUploadsAndCompletes() throws IOException {
    final long annotation = new MaskFlow(user, project).annotation();
    final String groups = "/api/annotations/" + annotation + "/mask-groups";
    final Client client = user.client();
    final JsonNode created =
        client.post(groups, Documents.block("S2/create-group.json")).expect(201).json();
    final String group = groups + "/" + created.get("id").asLong();
    final JsonNode updated =
        client.put(group, Documents.block("S2/update-group.json")).expect(200).json();
    assertEquals("Liver_Segmentation_v3", updated.get("group_name").asText());
    assertEquals("monai_unet", updated.get("model_name").asText(), "the rest stays");

    final JsonNode link =
        client
            .post(group + "/upload-url", Documents.block("S2/upload-url.json"))
            .expect(200)
            .json();
    assertEquals(3600, link.get("expires_in").asInt(), "X-03: as S2 asks");
    final byte[] png = MaskFlow.png(44);
    anonymous
        .send(
            anonymous
                .request(link.get("upload_url").asText())
                .header("Content-Type", "image/png")
                .PUT(BodyPublishers.ofByteArray(png)))
        .expect(200);
    final ObjectNode complete =
        (ObjectNode) new ObjectMapper().readTree(Documents.block("S2/complete-upload.json"));
    complete.put("file_key", link.get("file_key").asText());
    final JsonNode completed =
        client.post(group + "/complete-upload", complete.toString()).expect(200).json();
    assertEquals(1, completed.get("processed_masks").asInt());
    assertEquals(link.get("file_key"), completed.get("file_key"));

    assertEquals(204, client.delete(group).status());
    assertEquals(404, client.get(group).status());
  }

  /** the same completion again changes nothing and answers the same. */
  @Test
  void completingTwiceIsTheSame() {
    final MaskFlow flow = new MaskFlow(user, project);
    final MaskFlow.Done done = flow.run(anonymous, 43);
    final JsonNode first = flow.complete(done.annotation(), done.group(), done.filePath()).json();
    assertEquals(1, first.get("processed_masks").asInt());
    assertEquals(
        first, flow.complete(done.annotation(), done.group(), done.filePath()).expect(200).json());
  }

  /** D-20: nothing is acknowledged that is not there. */
  @Test
  void completingWithoutTheObjectIsRefused() {
    final MaskFlow flow = new MaskFlow(user, project);
    final long annotation = flow.annotation();
    final long group = flow.group(annotation);
    final String path = flow.uploadUrl(annotation, group, "never.png").get("file_path").asText();
    final Answer answer = flow.complete(annotation, group, path);
    assertTrue(answer.status() >= 400 && answer.status() < 500, answer::toString);
  }

  @Test
  void studyOfManySlicesIsListedRenderedAndRead() {
    final String study = DicomWriter.uid();
    final List<Slice> slices = new ArrayList<>();
    final Multipart body = new Multipart();
    for (int series = 0; series < 2; series++) {
      final String uid = DicomWriter.uid();
      for (int number = 1; number <= 10; number++) {
        slices.add(Slice.of(study, uid, number, 24, 16));
        body.file("slice" + slices.size(), slices.get(slices.size() - 1).file());
      }
    }
    final JsonNode uploaded = studies.upload(body).expect(200).json();
    assertEquals(slices.size(), uploaded.get("uploaded_files").size());
    final JsonNode row = studies.study(study);
    assertEquals(2, row.get("series_count").asInt());
    assertEquals(20, row.get("total_images").asInt());
    assertEquals(20, studies.images(row.get("id").asLong()).size());
    for (int i = 0; i < slices.size(); i++) {
      final JsonNode file = uploaded.get("uploaded_files").get(i);
      assertEquals("slice" + (i + 1), file.get("filename").asText());
      final Answer pixels = studies.pixels(file.get("image_id").asLong(), 1).expect(200);
      assertArrayEquals(slices.get(i).pixels(), pixels.body());
      assertEquals("24", pixels.header("X-Rows"));
      assertEquals("16", pixels.header("X-Columns"));
      assertEquals("16", pixels.header("X-Bits-Allocated"));
    }
  }

  /** Rendering again costs the network nothing: an ETag and 304. */
  @Test
  void renderedImageIsValidatedByEtag() {
    final long image = studies.upload(Slice.any()).at("/uploaded_files/0/image_id").asLong();
    final String path = "/viewer/api/images/" + image + "/data/";
    final Answer first = user.client().get(path).expect(200);
    final String etag = first.header("ETag");
    assertTrue(etag.matches("(W/)?\".+\""), etag);
    final Answer again =
        user.client().send(user.client().request(path).header("If-None-Match", etag).GET());
    assertEquals(304, again.status());
    final Answer other = user.client().get(path + "?window_width=50&window_level=10").expect(200);
    assertTrue(!etag.equals(other.header("ETag")), "another window, another picture");
  }

  /** D-18: several studies in one request. */
  @Test
  void severalStudiesInOneRequestAreAllNamed() {
    final Slice one = Slice.any();
    final Slice two = Slice.any();
    final JsonNode answer =
        studies
            .upload(new Multipart().file("1.dcm", one.file()).file("2.dcm", two.file()))
            .expect(200)
            .json();
    assertEquals(studies.study(one.study()).get("id"), answer.get("study_id"));
    assertEquals(2, answer.get("studies").size());
  }
}
