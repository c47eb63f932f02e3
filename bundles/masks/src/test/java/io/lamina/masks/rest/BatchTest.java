package io.lamina.masks.rest;

import static io.lamina.masks.MasksFixture.PNG;
import static io.lamina.testkit.Callers.EDITOR;
import static io.lamina.testkit.Callers.FOREIGN;
import static io.lamina.testkit.Callers.READER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lamina.api.blob.BlobKey;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.masks.domain.GroupPath;
import io.lamina.masks.domain.MaskPolicy;
import io.lamina.masks.store.Schema;
import io.lamina.testkit.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Many masks in two requests, each of them for itself. */
class BatchTest {
  static Stream<TestDatabase> databases() {
    return TestDatabase.all(Schema.class, "masks");
  }

  private static ObjectNode links(
      RestFixture rest, Caller caller, GroupPath path, ArrayNode files) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.set("files", files);
    return rest.written(
        rest.batches.uploadUrls(
            caller,
            RestFixture.BASE,
            path.annotationId(),
            path.groupId(),
            rest.read(body, UploadUrlsRequest.class)));
  }

  private static ObjectNode complete(
      RestFixture rest, Caller caller, GroupPath path, ArrayNode files, boolean masks) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("create_masks", masks).set("files", files);
    return rest.written(
        rest.batches.complete(
            caller,
            path.annotationId(),
            path.groupId(),
            rest.read(body, CompleteUploadsRequest.class)));
  }

  private static ArrayNode files(RestFixture rest, String json) {
    return rest.readText(json.replace('\'', '"'), ArrayNode.class);
  }

  private static List<String> uploaded(RestFixture rest, GroupPath path, int count) {
    ArrayNode files = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < count; i++) {
      files.addObject().put("filename", "slice_" + i + ".png").put("mime_type", "image/png");
    }
    List<String> keys = links(rest, EDITOR, path, files).findValuesAsText("file_path");
    keys.forEach(key -> rest.platform.blobs.put(new BlobKey(key), "image/png", PNG));
    return keys;
  }

  private static ArrayNode masks(List<String> keys) {
    ArrayNode files = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < keys.size(); i++) {
      files
          .addObject()
          .put("file_path", keys.get(i))
          .put("file_size", PNG.length)
          .put("slice_index", i)
          .put("label_name", i % 2 == 0 ? "liver" : "spleen");
    }
    return files;
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aThousandMasksAreMadeAndCountedOnce(TestDatabase database) {
    RestFixture rest = new RestFixture(database);
    GroupPath path = rest.platform.group(EDITOR);
    List<String> keys = uploaded(rest, path, 1000);
    assertEquals(1000, new HashSet<>(keys).size());

    ObjectNode done = complete(rest, EDITOR, path, masks(keys), true);
    assertEquals("success", done.get("status").asText());
    assertTrue(done.get("success").asBoolean());
    assertEquals(1000, done.get("processed_masks").asInt());
    assertEquals(0, done.get("rejected_files").size());
    JsonNode last = done.get("files").get(999);
    assertEquals(999, last.get("index").asInt());
    assertEquals(keys.get(999), last.get("file_path").asText());
    assertEquals("verified", last.get("integrity").asText());
    assertEquals(64, last.at("/mask/verified_width").asInt());
    assertTrue(last.get("created").asBoolean());
    var stats = rest.platform.masks.stats(EDITOR, path);
    assertEquals(1000, stats.totalMasks());
    assertEquals(1000L * PNG.length, stats.totalSize());
    assertEquals(500, stats.labels().get("liver"));

    ObjectNode again = complete(rest, EDITOR, path, masks(keys), true);
    assertEquals(1000, again.get("processed_masks").asInt());
    assertFalse(again.get("files").get(0).get("created").asBoolean());
    assertEquals(
        done.get("files").findValuesAsText("id"), again.get("files").findValuesAsText("id"));
    assertEquals(1000, rest.platform.masks.stats(EDITOR, path).totalMasks());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void whatIsRefusedIsNamedAndKeepsNoOtherBack(TestDatabase database) {
    RestFixture rest = new RestFixture(database);
    GroupPath path = rest.platform.group(EDITOR);
    List<String> keys = uploaded(rest, path, 4);
    rest.platform.blobs.delete(new BlobKey(keys.get(1)));
    rest.platform.blobs.delete(new BlobKey(keys.get(2)));
    rest.platform.blobs.put(new BlobKey(keys.get(2)), "image/png", new byte[] {1, 2});
    ArrayNode files = masks(keys);
    files.addObject().put("file_path", "../../other.png");
    files.addObject().put("file_path", keys.get(0)).put("slice_index", -1);
    files.addObject().put("label_name", "no path");

    ObjectNode done = complete(rest, EDITOR, path, files, true);
    assertEquals("partial", done.get("status").asText());
    assertFalse(done.get("success").asBoolean());
    assertEquals(2, done.get("processed_masks").asInt());
    assertEquals(List.of("0", "3"), done.get("files").findValuesAsText("index"));
    List<String> rejected = new ArrayList<>();
    done.get("rejected_files")
        .forEach(file -> rejected.add(file.get("index") + " " + file.get("error").asText()));
    String said = String.join("\n", rejected);
    assertTrue(
        said.matches(
            "(?s)1 Not uploaded.*\n"
                + "2 .*no valid image/png.*\n"
                + "4 .*\n"
                + "5 .*slice_index.*\n"
                + "6 .*file_path.*"),
        said);
    assertEquals(2, rest.platform.masks.stats(EDITOR, path).totalMasks());
    assertFalse(rest.platform.blobs.durable(new BlobKey(keys.get(2))), "nobody may download it");
    assertTrue(rest.platform.blobs.durable(new BlobKey(keys.get(3))));

    ArrayNode bad = JsonNodeFactory.instance.arrayNode().add(files.get(2)).add(files.get(1));
    LaminaException refused =
        assertThrows(LaminaException.class, () -> complete(rest, EDITOR, path, bad, true));
    assertEquals(ErrorKind.BAD_REQUEST, refused.kind());
    assertTrue(refused.getMessage().contains("files[1]: Not uploaded"), refused.getMessage());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void completingAloneMakesNoMasks(TestDatabase database) {
    RestFixture rest = new RestFixture(database);
    GroupPath path = rest.platform.group(EDITOR);
    List<String> keys = uploaded(rest, path, 3);
    ObjectNode done = complete(rest, EDITOR, path, masks(keys), false);
    assertEquals(3, done.get("processed_masks").asInt());
    assertFalse(done.get("files").get(0).has("mask"));
    assertEquals(0, rest.platform.masks.stats(EDITOR, path).totalMasks());
    assertEquals(3, complete(rest, EDITOR, path, masks(keys), true).get("processed_masks").asInt());
    assertEquals(3, rest.platform.masks.stats(EDITOR, path).totalMasks());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aStrictSiteRefusesOnlyWhatIsDeclaredWrongly(TestDatabase database) {
    RestFixture rest = new RestFixture(database);
    GroupPath path = rest.platform.group(EDITOR);
    ArrayNode files = masks(uploaded(rest, path, 3));
    ((ObjectNode) files.get(0)).put("checksum", "sha256:abc");
    ((ObjectNode) files.get(1)).put("width", 63);
    MaskPolicy policy = rest.platform.policy;
    rest.platform.policy =
        new MaskPolicy(policy.maxBytes(), policy.mediaTypes(), true, Duration.ofHours(24));
    ObjectNode done = complete(rest, EDITOR, path, files, true);
    assertEquals(List.of("2"), done.get("files").findValuesAsText("index"));
    assertEquals(2, done.get("rejected_files").size());
    assertEquals(1, rest.platform.masks.stats(EDITOR, path).totalMasks());
    files.remove(2);
    assertEquals(
        ErrorKind.CONFLICT,
        assertThrows(LaminaException.class, () -> complete(rest, EDITOR, path, files, true))
            .kind());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void linksOfOneNameHaveKeysOfTheirOwn(TestDatabase database) {
    RestFixture rest = new RestFixture(database);
    GroupPath path = rest.platform.group(EDITOR);
    ArrayNode files =
        files(
            rest,
            "[{'filename':'a.png','mime_type':'image/png'},"
                + "{'file_name':'a.png','content_type':'image/png'},"
                + "{'filename':'간 1.png','mime_type':'image/png'},"
                + "{'filename':'b/c.png','mime_type':'image/png'},"
                + "{'filename':'d.exe','mime_type':'application/x-msdownload'},"
                + "{'mime_type':'image/png'}]");
    ObjectNode first = links(rest, EDITOR, path, files);
    assertEquals(3, first.get("count").asInt());
    assertEquals(List.of("0", "1", "2"), first.get("uploads").findValuesAsText("index"));
    assertEquals(600, first.at("/uploads/0/expires_in").asInt(), "S1's words");
    assertEquals(3600, first.at("/uploads/1/expires_in").asInt(), "S2's words");
    assertEquals(List.of("3", "4", "5"), first.get("rejected_files").findValuesAsText("index"));
    List<String> keys = new ArrayList<>(first.findValuesAsText("file_path"));
    keys.addAll(links(rest, EDITOR, path, files).findValuesAsText("file_path"));
    assertEquals(6, new HashSet<>(keys).size());
    for (Caller caller : List.of(READER, FOREIGN)) {
      assertThrows(LaminaException.class, () -> links(rest, caller, path, files));
      assertThrows(LaminaException.class, () -> complete(rest, caller, path, masks(keys), true));
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aBatchHasOneToAThousandItems(TestDatabase database) {
    RestFixture rest = new RestFixture(database);
    GroupPath path = rest.platform.group(EDITOR);
    ArrayNode many = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < 1001; i++) {
      many.addObject().put("file_path", "a.png");
    }
    for (ArrayNode wrong : List.of(many, files(rest, "[]"), files(rest, "[null]"))) {
      assertEquals(
          ErrorKind.BAD_REQUEST,
          assertThrows(LaminaException.class, () -> complete(rest, EDITOR, path, wrong, false))
              .kind());
      assertEquals(
          ErrorKind.BAD_REQUEST,
          assertThrows(LaminaException.class, () -> links(rest, EDITOR, path, wrong)).kind());
    }
  }
}
