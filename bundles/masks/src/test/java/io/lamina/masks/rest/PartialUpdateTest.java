package io.lamina.masks.rest;

import static io.lamina.testkit.Callers.EDITOR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.masks.store.Schema;
import io.lamina.testkit.TestDatabase;
import javax.ws.rs.core.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartialUpdateTest {
  private TestDatabase database;
  private RestFixture rest;
  private long annotation;
  private long group;

  @BeforeEach
  void start() {
    database = TestDatabase.h2(Schema.class, "masks");
    rest = new RestFixture(database);
    annotation =
        rest.written(
                rest.annotations.create(
                    EDITOR, rest.read("s1-create-annotation", AnnotationRequest.class)))
            .get("id")
            .asLong();
    group =
        rest.written(
                rest.groups.create(
                    EDITOR, annotation, rest.read("s1-create-group", MaskGroupRequest.class)))
            .get("id")
            .asLong();
  }

  @AfterEach
  void stop() {
    database.close();
  }

  private ObjectNode updateGroup(String body) {
    return rest.written(
        rest.groups.update(
            EDITOR, annotation, group, null, rest.readText(body, MaskGroupUpdate.class)));
  }

  @Test
  void anAbsentFieldStaysAndANullClears() {
    ObjectNode before = updateGroup("{}");
    ObjectNode after = updateGroup("{\"description\":null,\"slice_count\":7}");
    assertTrue(after.get("description").isNull());
    assertEquals(7, after.get("slice_count").asInt());
    for (String untouched :
        new String[] {"group_name", "model_name", "version", "modality", "mask_type"}) {
      assertEquals(before.get(untouched), after.get(untouched));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"mask_type\":null}",
        "{\"mask_type\":\"painting\"}",
        "{\"slice_count\":null}",
        "{\"slice_count\":-1}",
        "{\"modality\":\"SEVENTEEN LETTERS\"}"
      })
  void aGroupKeepsWhatItNeeds(String body) {
    assertEquals(
        ErrorKind.BAD_REQUEST, assertThrows(LaminaException.class, () -> updateGroup(body)).kind());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"annotation_data\":null}",
        "{\"annotation_data\":[]}",
        "{\"tool_name\":null}",
        "{\"tool_name\":\"\"}",
        "{\"is_shared\":null}",
        "{\"measurement_values\":[1]}"
      })
  void anAnnotationKeepsWhatItNeeds(String body) {
    assertEquals(
        ErrorKind.BAD_REQUEST,
        assertThrows(
                LaminaException.class,
                () ->
                    rest.annotations.update(
                        EDITOR, annotation, null, rest.readText(body, AnnotationUpdate.class)))
            .kind());
  }

  @Test
  void aMaskClaimsNoMoreThanATebibyte() {
    rest.readText("{\"file_size\":1099511627776}", MaskUpdate.class).toDomain();
    MaskUpdate more = rest.readText("{\"file_size\":1099511627777}", MaskUpdate.class);
    assertEquals(ErrorKind.BAD_REQUEST, assertThrows(LaminaException.class, more::toDomain).kind());
  }

  @Test
  void anAnnotationTakesWhatIsGiven() {
    ObjectNode updated =
        rest.written(
            rest.annotations.update(
                EDITOR,
                annotation,
                null,
                rest.readText(
                    "{\"annotation_data\":{\"b\":1,\"a\":[2.50]},\"is_shared\":true,"
                        + "\"tool_version\":\"3\"}",
                    AnnotationUpdate.class)));
    assertEquals("{\"b\":1,\"a\":[2.5]}", updated.get("annotation_data").toString());
    assertTrue(updated.get("is_shared").asBoolean());
    assertEquals("3", updated.get("tool_version").asText());
    assertEquals("manual", updated.get("tool_name").asText());
    assertEquals("m1", updated.get("measurement_values").get(0).get("id").asText());
    assertEquals(
        updated, rest.written(rest.annotations.get(EDITOR, annotation)), "what is read again");
  }

  @Test
  void aChangeOfSomethingOlderIsRefused() {
    MaskGroupUpdate update = rest.readText("{\"version\":\"9\"}", MaskGroupUpdate.class);
    Response read = rest.groups.get(EDITOR, annotation, group);
    String tag = "\"" + read.getEntityTag().getValue() + "\"";
    Response updated = rest.groups.update(EDITOR, annotation, group, tag, update);
    assertEquals(200, updated.getStatus());
    for (String old : new String[] {tag, "W/\"2\"", "\"x\"", "\"1\", \"2\""}) {
      assertEquals(
          ErrorKind.PRECONDITION_FAILED,
          assertThrows(
                  LaminaException.class,
                  () -> rest.groups.update(EDITOR, annotation, group, old, update))
              .kind());
    }
    assertEquals(
        ErrorKind.PRECONDITION_FAILED,
        assertThrows(
                LaminaException.class, () -> rest.groups.delete(EDITOR, annotation, group, tag))
            .kind());
    rest.groups.delete(EDITOR, annotation, group, "*");
  }
}
