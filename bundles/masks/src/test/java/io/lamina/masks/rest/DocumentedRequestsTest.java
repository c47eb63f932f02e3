package io.lamina.masks.rest;

import static io.lamina.masks.MasksFixture.PNG;
import static io.lamina.testkit.Callers.EDITOR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lamina.api.blob.BlobKey;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.masks.store.Schema;
import io.lamina.testkit.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.ws.rs.core.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bodies of S1 and S2 go in as they are printed, and what comes out has what is printed. */
class DocumentedRequestsTest {
  private static final Set<String> CHOSEN_BY_SERVER =
      Set.of("id", "annotation_id", "user_id", "created_by", "created_at", "updated_at");

  private TestDatabase database;
  private RestFixture rest;
  private long annotation;

  @BeforeEach
  void start() {
    database = TestDatabase.h2(Schema.class, "masks");
    rest = new RestFixture(database);
    annotation = create("s1-create-annotation").get("id").asLong();
  }

  @AfterEach
  void stop() {
    database.close();
  }

  private ObjectNode create(String document) {
    Response created =
        rest.annotations.create(EDITOR, rest.read(document, AnnotationRequest.class));
    assertEquals(201, created.getStatus());
    return rest.written(created);
  }

  /** S1's bodies name group 10, so that the tenth group takes them as they are. */
  private long groupTen() {
    long id = 0;
    while (id != 10) {
      id = rest.written(group("s1-create-group")).get("id").asLong();
    }
    return id;
  }

  private Response group(String document) {
    return rest.groups.create(EDITOR, annotation, rest.read(document, MaskGroupRequest.class));
  }

  private ObjectNode uploaded(long group, String document) {
    UploadUrlRequest request = rest.read(document, UploadUrlRequest.class);
    ObjectNode links =
        rest.written(rest.uploads.issue(EDITOR, RestFixture.BASE, annotation, group, request));
    rest.platform.blobs.put(new BlobKey(links.get("file_path").asText()), "image/png", PNG);
    return links;
  }

  @Test
  void theSixStepsOfS1TakeTheirBodiesAsPrinted() {
    assertAnswers("s1-create-annotation-answer", create("s1-create-annotation"));
    long group = groupTen();
    assertAnswers("s1-create-group-answer", rest.written(group("s1-create-group")));

    ObjectNode links = uploaded(group, "s1-upload-url");
    assertFields("s1-upload-url-answer", links);
    assertEquals(600, links.get("expires_in").asLong());
    assertEquals(
        "masks/annotation_1/group_10/slice_001_liver.png", links.get("file_path").asText());
    assertTrue(links.get("download_url").asText().contains("x-id=GetObject"));

    CompleteUploadRequest complete = rest.read("s1-complete-upload", CompleteUploadRequest.class);
    ObjectNode completed =
        rest.written(rest.completions.complete(EDITOR, annotation, group, complete));
    ObjectNode expected = rest.document("s1-complete-upload-answer");
    expected.withArray("uploaded_files").removeAll().add(links.get("file_path"));
    assertEquals(expected, completed);

    Response created =
        rest.masks.create(
            EDITOR, annotation, group, rest.read("s1-create-mask", MaskRequest.class));
    assertEquals(201, created.getStatus());
    ObjectNode mask = rest.written(created);
    assertEquals(links.get("file_path"), mask.get("file_path"));
    assertEquals("mismatch", mask.get("integrity").asText());
    assertEquals(PNG.length, mask.get("verified_size").asLong());
    mask.put("file_path", "masks/annotation_0/group_10/slice_001_liver.png");
    assertAnswers("s1-create-mask-answer", mask);
  }

  @Test
  void theRestOfS1TakesItsBodiesAsPrinted() {
    long group = groupTen();
    uploaded(group, "s1-upload-url");
    long mask = 0;
    while (mask != 4) {
      mask =
          rest.written(
                  rest.masks.create(
                      EDITOR, annotation, group, rest.read("s1-create-mask", MaskRequest.class)))
              .get("id")
              .asLong();
    }
    ObjectNode link =
        rest.written(
            rest.masks.downloadUrl(
                EDITOR,
                RestFixture.BASE,
                annotation,
                group,
                mask,
                rest.read("s1-download-url", DownloadUrlRequest.class)));
    assertFields("s1-download-url-answer", link);
    assertEquals(3600, link.get("expires_in").asLong());

    MaskUpdate update = rest.read("s1-update-mask", MaskUpdate.class);
    ObjectNode updated =
        rest.written(rest.masks.update(EDITOR, annotation, group, mask, null, update));
    rest.document("s1-update-mask")
        .properties()
        .forEach(field -> assertEquals(field.getValue(), updated.get(field.getKey())));
    assertEquals(1, updated.get("slice_index").asInt());

    ObjectNode stats = rest.written(rest.masks.stats(EDITOR, annotation, group));
    assertFields("s1-stats-answer", stats);
    assertEquals(4, stats.get("total_masks").asLong());
    assertEquals(4L * PNG.length, stats.get("total_size").asLong());
    assertEquals(PNG.length, stats.get("average_file_size").asDouble());
    assertEquals("{\"liver\":3,\"liver_updated\":1}", stats.get("labels").toString());
    assertEquals("{\"image/png\":4}", stats.get("file_types").toString());

    rest.masks.delete(EDITOR, annotation, group, mask, null);
    assertEquals(
        3, rest.written(rest.masks.stats(EDITOR, annotation, group)).get("total_masks").asLong());
  }

  @Test
  void s2TakesItsBodiesAsPrinted() {
    ObjectNode created = rest.written(group("s2-create-group"));
    assertAnswers("s2-create-group-answer", created);
    long group = created.get("id").asLong();
    assertEquals(1, group);

    ObjectNode list =
        rest.written(rest.groups.list(EDITOR, annotation, RestFixture.query(Map.of())));
    assertFields("s2-list-groups-answer", list);
    assertEquals(1, list.get("total_count").asLong());
    assertEquals(0, list.get("offset").asLong());
    assertEquals(50, list.get("limit").asLong());
    assertEquals(created, list.get("mask_groups").get(0));

    ObjectNode detail = rest.written(rest.groups.get(EDITOR, annotation, group));
    assertAnswers("s2-get-group-answer", detail);

    MaskGroupUpdate update = rest.read("s2-update-group", MaskGroupUpdate.class);
    ObjectNode updated = rest.written(rest.groups.update(EDITOR, annotation, group, null, update));
    assertEquals("Liver_Segmentation_v3", updated.get("group_name").asText());
    assertEquals("업데이트된 간 세그멘테이션 결과", updated.get("description").asText());
    assertEquals("monai_unet", updated.get("model_name").asText());

    ObjectNode links = uploaded(group, "s2-upload-url");
    assertFields("s2-upload-url-answer", links);
    assertEquals(3600, links.get("expires_in").asLong());
    assertEquals(links.get("file_path"), links.get("file_key"));

    BlobKey printed = new BlobKey("masks/annotation_" + annotation + "/group_1/slice_001.png");
    rest.platform.blobs.put(printed, "image/png", PNG);
    ObjectNode completed =
        rest.written(
            rest.completions.complete(
                EDITOR,
                annotation,
                group,
                rest.read("s2-complete-upload", CompleteUploadRequest.class)));
    assertEquals(1, completed.get("processed_masks").asInt());
    assertEquals(printed.value(), completed.get("file_key").asText());
    assertEquals(1024000, completed.get("file_size").asLong());
    assertEquals("sha256:abc123...", completed.get("checksum").asText());
    assertEquals("mismatch", completed.get("integrity").asText());
  }

  @ParameterizedTest
  @CsvSource({
    "s1-create-annotation, project_id",
    "s1-create-annotation, study_instance_uid",
    "s1-create-annotation, series_instance_uid",
    "s1-create-annotation, sop_instance_uid",
    "s1-create-annotation, annotation_data",
    "s1-create-group, slice_count",
    "s1-create-group, mask_type",
    "s1-upload-url, filename",
    "s1-upload-url, mime_type",
    "s2-upload-url, file_name",
    "s2-upload-url, content_type",
    "s1-complete-upload, mask_group_id",
    "s1-create-mask, file_path",
    "s1-create-mask, mime_type",
  })
  void aMissingFieldIsNamedAsS1PrintsIt(String document, String field) {
    ObjectNode body = rest.document(document);
    for (Class<?> request : requests(document)) {
      rest.read(body, request);
      body.remove(field);
      LaminaException refused = assertThrows(LaminaException.class, () -> rest.read(body, request));
      assertEquals(ErrorKind.BAD_REQUEST, refused.kind());
      assertEquals("Bad Request", refused.title());
      assertEquals("Json deserialize error: missing field '" + field + "'", refused.getMessage());
    }
  }

  @Test
  void onlyTheFieldsThatS1AndS2NeedAreNeeded() {
    for (String document :
        List.of("s1-create-annotation", "s1-create-group", "s1-create-mask", "s1-upload-url")) {
      Set<String> needed =
          switch (document) {
            case "s1-create-annotation" ->
                Set.of(
                    "project_id",
                    "study_instance_uid",
                    "series_instance_uid",
                    "sop_instance_uid",
                    "annotation_data");
            case "s1-create-group" -> Set.of("slice_count", "mask_type");
            case "s1-create-mask" -> Set.of("file_path", "mime_type");
            default -> Set.of("filename", "mime_type");
          };
      ObjectNode body = rest.document(document).retain(needed);
      requests(document).forEach(request -> rest.read(body, request));
    }
    ObjectNode least =
        rest.document("s1-create-annotation")
            .without(List.of("is_shared", "viewer_software", "measurement_values"));
    ObjectNode created =
        rest.written(rest.annotations.create(EDITOR, rest.read(least, AnnotationRequest.class)));
    assertEquals("[]", created.get("measurement_values").toString());
    assertTrue(created.get("viewer_software").isNull());
    assertFalse(created.get("is_shared").asBoolean());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "s1-create-annotation | annotation_data | [1]",
        "s1-create-annotation | annotation_data | null",
        "s1-create-annotation | measurement_values | {}",
        "s1-create-annotation | measurement_values | [{\"id\":\"m1\",\"type\":\"raw\"}]",
        "s1-create-annotation | measurement_values | [{\"id\":1,\"type\":\"a\",\"values\":[]}]",
        "s1-create-annotation | study_instance_uid | \"1.2.x\"",
        "s1-create-annotation | sop_instance_uid | \"\"",
        "s1-create-annotation | description | \"a\\u0000b\"",
        "s1-create-group | mask_type | \"painting\"",
        "s1-create-group | slice_count | -1",
        "s1-create-group | slice_count | 100001",
        "s1-create-group | modality | \"SEVENTEEN LETTERS\"",
        "s1-create-mask | slice_index | -1",
        "s1-create-mask | file_size | 1099511627777",
        "s2-complete-upload | file_size | 1099511627777",
        "s1-create-mask | width | 0",
        "s1-create-mask | height | 65536",
        "s1-create-mask | file_path | \" \"",
        "s1-create-mask | sop_instance_uid | \"1.2.3.a\"",
        "s1-upload-url | expires_in | 0",
        "s1-upload-url | file_size | 0",
        "s1-upload-url | file_name | \"another.png\"",
        "s1-complete-upload | uploaded_files | []",
        "s1-complete-upload | uploaded_files | [null]",
        "s1-complete-upload | uploaded_files | null",
        "s1-complete-upload | file_key | \"both\"",
        "s2-complete-upload | file_key | null",
      })
  void aValueOutOfBoundsIsRefused(String document, String field, String value) throws Exception {
    ObjectNode body = rest.document(document);
    body.set(field, rest.written(Map.of("v", 0)).get("v"));
    body.set(field, new com.fasterxml.jackson.databind.ObjectMapper().readTree(value));
    for (Class<?> request : requests(document)) {
      LaminaException refused = assertThrows(LaminaException.class, () -> rest.read(body, request));
      assertEquals(ErrorKind.BAD_REQUEST, refused.kind());
    }
  }

  @Test
  void anUnknownMaskTypeIsRefusedAsS2PrintsIt() {
    ObjectNode body = rest.document("s2-create-group").put("mask_type", "painting");
    LaminaException refused =
        assertThrows(LaminaException.class, () -> rest.read(body, MaskGroupRequest.class));
    ObjectNode printed = rest.document("s2-error");
    assertEquals(printed.get("error").asText(), refused.title());
    assertEquals(printed.get("message").asText(), refused.getMessage());
  }

  @Test
  void aMissingMaskGroupIdIsRefusedAsS1PrintsIt() {
    ObjectNode body = rest.document("s1-complete-upload");
    body.remove("mask_group_id");
    LaminaException refused =
        assertThrows(LaminaException.class, () -> rest.read(body, CompleteUploadRequest.class));
    ObjectNode printed = rest.document("s1-error");
    assertEquals(printed.get("error").asText(), refused.title());
    assertEquals(printed.get("message").asText(), refused.getMessage());
    assertEquals(printed.get("details").asText(), refused.details().orElseThrow());
  }

  @Test
  void aKeyInTheBodyHasToBeThatOfThePath() {
    long group = rest.written(group("s1-create-group")).get("id").asLong();
    List<org.junit.jupiter.api.function.Executable> calls = new ArrayList<>();
    calls.add(
        () ->
            rest.uploads.issue(
                EDITOR,
                RestFixture.BASE,
                annotation,
                group,
                rest.read("s1-upload-url", UploadUrlRequest.class)));
    calls.add(
        () ->
            rest.completions.complete(
                EDITOR,
                annotation,
                group,
                rest.read("s1-complete-upload", CompleteUploadRequest.class)));
    calls.add(
        () ->
            rest.masks.create(
                EDITOR, annotation, group, rest.read("s1-create-mask", MaskRequest.class)));
    for (var call : calls) {
      assertEquals(ErrorKind.BAD_REQUEST, assertThrows(LaminaException.class, call).kind());
    }
  }

  @Test
  void aUserIdInTheBodyIsIgnored() {
    ObjectNode body = rest.document("s1-create-annotation").put("user_id", 999);
    ObjectNode created =
        rest.written(rest.annotations.create(EDITOR, rest.read(body, AnnotationRequest.class)));
    assertEquals(EDITOR.userId(), created.get("user_id").asLong());
  }

  @Test
  void noAnswerShowsItsLinksWhenItIsLogged() {
    long group = rest.written(group("s1-create-group")).get("id").asLong();
    UploadUrlResponse links =
        rest.uploads.issue(
            EDITOR,
            RestFixture.BASE,
            annotation,
            group,
            rest.read("s2-upload-url", UploadUrlRequest.class));
    assertFalse(links.toString().contains("Signature"));
  }

  private static List<Class<?>> requests(String document) {
    return switch (document.substring(3)) {
      case "create-annotation" -> List.of(AnnotationRequest.class);
      case "create-group" -> List.of(MaskGroupRequest.class);
      case "upload-url" -> List.of(UploadUrlRequest.class);
      case "complete-upload" -> List.of(CompleteUploadRequest.class);
      default -> List.of(MaskRequest.class);
    };
  }

  /** Every printed field is there. */
  private void assertFields(String document, ObjectNode answer) {
    rest.document(document)
        .fieldNames()
        .forEachRemaining(field -> assertTrue(answer.has(field), field + " in " + answer));
  }

  /** Every printed field is there with the printed value, but for what the server chooses. */
  private void assertAnswers(String document, ObjectNode answer) {
    rest.document(document)
        .properties()
        .forEach(
            field -> {
              JsonNode actual = answer.get(field.getKey());
              if (CHOSEN_BY_SERVER.contains(field.getKey())) {
                assertTrue(actual != null && !actual.isNull(), field.getKey());
              } else {
                assertEquals(field.getValue(), actual, field.getKey());
              }
            });
    assertTrue(
        answer.get("created_at").asText().matches("\\d{4}-\\d\\d-\\d\\dT[0-9:]{8}\\.\\d{6}Z"),
        answer.get("created_at").asText());
  }
}
