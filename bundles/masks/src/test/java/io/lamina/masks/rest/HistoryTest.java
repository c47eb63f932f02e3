package io.lamina.masks.rest;

import static io.lamina.testkit.Callers.ADMIN;
import static io.lamina.testkit.Callers.EDITOR;
import static io.lamina.testkit.Callers.FOREIGN;
import static io.lamina.testkit.Callers.OTHER_EDITOR;
import static io.lamina.testkit.Callers.READER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.masks.MasksFixture;
import io.lamina.masks.store.Schema;
import io.lamina.testkit.TestDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an annotation was before each change is kept, beyond its end. */
class HistoryTest {
  static Stream<TestDatabase> databases() {
    return TestDatabase.all(Schema.class, "masks");
  }

  private static JsonNode history(RestFixture rest, Caller caller, long id, String... query) {
    Map<String, String> parameters =
        query.length == 0 ? Map.of() : Map.of(query[0], query[1], query[2], query[3]);
    return rest.written(rest.annotations.history(caller, id, RestFixture.query(parameters)));
  }

  private static void update(RestFixture rest, Caller caller, long id, String body) {
    rest.annotations.update(caller, id, null, rest.readText(body, AnnotationUpdate.class));
  }

  private static void assertNotFound(RestFixture rest, Caller caller, long id) {
    assertEquals(
        ErrorKind.NOT_FOUND,
        assertThrows(LaminaException.class, () -> history(rest, caller, id)).kind());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void eachChangeKeepsWhatWasBeforeByWhomAndWhen(TestDatabase database) {
    RestFixture rest = new RestFixture(database);
    ObjectNode created =
        rest.written(
            rest.annotations.create(
                EDITOR, rest.read("s1-create-annotation", AnnotationRequest.class)));
    long id = created.get("id").asLong();
    assertEquals(0, history(rest, READER, id).get("total_count").asInt());

    Instant before = Instant.now();
    update(rest, OTHER_EDITOR, id, "{\"annotation_data\":{\"second\":1},\"description\":\"x\"}");
    ObjectNode second = rest.written(rest.annotations.get(EDITOR, id));
    update(rest, EDITOR, id, "{\"measurement_values\":[]}");
    rest.annotations.delete(ADMIN, id, null);

    JsonNode list = history(rest, READER, id);
    assertEquals(3, list.get("total_count").asInt());
    JsonNode versions = list.get("history");
    assertEquals(List.of(3L, 2L, 1L), numbers(versions, "revision"));
    assertEquals(
        List.of(ADMIN.userId(), EDITOR.userId(), OTHER_EDITOR.userId()),
        numbers(versions, "changed_by"));
    assertEquals(List.of("delete", "update", "update"), versions.findValuesAsText("ended_by"));
    assertEquals(created, versions.get(2).get("annotation"));
    assertEquals(second, versions.get(1).get("annotation"));
    assertEquals("[]", versions.get(0).at("/annotation/measurement_values").toString());
    for (JsonNode version : versions) {
      Instant changed = Instant.parse(version.get("changed_at").asText());
      assertEquals(
          true, !changed.isBefore(before.minusMillis(1)) && !changed.isAfter(Instant.now()));
    }
    assertNotFound(rest, FOREIGN, id);
    assertNotFound(rest, EDITOR, id + 1);
  }

  private static List<Long> numbers(JsonNode versions, String field) {
    List<Long> found = new ArrayList<>();
    versions.forEach(version -> found.add(version.get(field).asLong()));
    return found;
  }

  @ParameterizedTest
  @MethodSource("databases")
  void pagesGoFromTheLatestToTheFirst(TestDatabase database) {
    RestFixture rest = new RestFixture(database);
    long id = rest.platform.annotation(EDITOR, false).id();
    for (int i = 0; i < 45; i++) {
      update(rest, EDITOR, id, "{\"description\":\"" + i + "\"}");
    }
    JsonNode page = history(rest, EDITOR, id, "page", "2", "page_size", "22");
    assertEquals(45, page.get("total_count").asInt());
    assertEquals(3, page.get("total_pages").asInt());
    assertEquals(
        Stream.iterate(23L, revision -> revision - 1).limit(22).toList(),
        numbers(page.get("history"), "revision"));
    assertEquals(
        ErrorKind.BAD_REQUEST,
        assertThrows(
                LaminaException.class, () -> history(rest, EDITOR, id, "limit", "1", "user", "2"))
            .kind());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void whomOnlySharingLetsInSeesWhatWasShared(TestDatabase database) {
    RestFixture rest = new RestFixture(database);
    long id = rest.platform.annotation(EDITOR, false).id();
    update(rest, EDITOR, id, "{\"description\":\"of patient X\"}");
    update(rest, EDITOR, id, "{\"description\":null,\"is_shared\":true}");
    assertEquals(0, history(rest, FOREIGN, id).get("total_count").asInt());
    update(rest, EDITOR, id, "{\"description\":\"open\"}");

    assertEquals(List.of(3L), numbers(history(rest, FOREIGN, id).get("history"), "revision"));
    assertEquals(3, history(rest, EDITOR, id).get("total_count").asInt());
    rest.annotations.delete(EDITOR, id, null);
    assertNotFound(rest, FOREIGN, id);
    assertEquals(4, history(rest, READER, id).get("total_count").asInt());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void whatChangesNothingLeavesNoVersion(TestDatabase database) {
    RestFixture rest = new RestFixture(database);
    ObjectNode created =
        rest.written(
            rest.annotations.create(
                EDITOR, rest.read("s1-create-annotation", AnnotationRequest.class)));
    long id = created.get("id").asLong();
    update(rest, EDITOR, id, "{}");
    for (String field : List.of("annotation_data", "measurement_values", "tool_name")) {
      update(rest, EDITOR, id, "{\"" + field + "\":" + created.get(field) + "}");
    }
    assertEquals(created, rest.written(rest.annotations.get(EDITOR, id)));
    assertEquals(0, history(rest, EDITOR, id).get("total_count").asInt());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void whatWasRefusedLeavesNoVersion(TestDatabase database) {
    RestFixture rest = new RestFixture(database);
    long id = rest.platform.annotation(EDITOR, false).id();
    AnnotationUpdate update = rest.readText("{\"description\":\"x\"}", AnnotationUpdate.class);
    for (Caller caller : List.of(READER, EDITOR)) {
      assertThrows(
          LaminaException.class, () -> rest.annotations.update(caller, id, "\"7\"", update));
      assertThrows(LaminaException.class, () -> rest.annotations.delete(caller, id, "\"7\""));
    }
    assertEquals(0, history(rest, EDITOR, id).get("total_count").asInt());
    assertEquals(MasksFixture.content(false), rest.platform.annotations.get(EDITOR, id).content());
  }
}
