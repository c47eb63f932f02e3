package io.lamina.masks.rest;

import static io.lamina.testkit.Callers.EDITOR;
import static io.lamina.testkit.Callers.FOREIGN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.masks.store.Schema;
import io.lamina.testkit.TestDatabase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.persistence.EntityManager;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Lists find annotations by what was measured. */
class MeasurementsTest {
  static Stream<TestDatabase> databases() {
    return TestDatabase.all(Schema.class, "masks");
  }

  private static long annotation(RestFixture rest, String measurements) {
    ObjectNode body = rest.document("s1-create-annotation");
    body.put("project_id", 1);
    body.set(
        "measurement_values",
        rest.readText(measurements, com.fasterxml.jackson.databind.JsonNode.class));
    return rest.written(rest.annotations.create(EDITOR, rest.read(body, AnnotationRequest.class)))
        .get("id")
        .asLong();
  }

  private static String measurement(String id, String type, String values, String unit) {
    return "[{\"id\":\"%s\",\"type\":\"%s\",\"values\":%s,\"unit\":\"%s\"}]"
        .formatted(id, type, values, unit);
  }

  private static List<Long> found(RestFixture rest, String... query) {
    return found(rest, EDITOR, query);
  }

  private static List<Long> found(
      RestFixture rest, io.lamina.api.identity.Caller caller, String... query) {
    Map<String, String> parameters = new HashMap<>();
    for (int i = 0; i < query.length; i += 2) {
      parameters.put("measurement_" + query[i], query[i + 1]);
    }
    ObjectNode list = rest.written(rest.annotations.list(caller, RestFixture.query(parameters)));
    List<Long> ids = new ArrayList<>();
    list.get("annotations").forEach(item -> ids.add(item.get("id").asLong()));
    assertEquals(ids.size(), list.get("total").asInt());
    return ids;
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aListIsNarrowedByNameTypeUnitAndRange(TestDatabase database) {
    RestFixture rest = new RestFixture(database);
    long length = annotation(rest, measurement("liver", "length", "[10.5, 99]", "mm"));
    long angle = annotation(rest, measurement("cobb", "angle", "[10.5]", "deg"));
    long none = annotation(rest, "[]");

    assertEquals(List.of(length, angle, none), found(rest));
    assertEquals(List.of(length), found(rest, "type", "length"));
    assertEquals(List.of(angle), found(rest, "id", "cobb", "min", "10.5", "max", "10.5"));
    assertEquals(List.of(length), found(rest, "type", "length", "min", "1.05e1"));
    assertEquals(
        List.of(), found(rest, "type", "length", "min", "11", "max", "98"), "no value in between");
    assertEquals(List.of(), found(rest, "type", "length", "unit", "deg"));
    assertEquals(List.of(), found(rest, "type", "length", "id", "cobb"));
    assertEquals(List.of(), found(rest, FOREIGN, "type", "length"), "rights stand as ever");
    for (String[] refused :
        List.of(
            new String[] {"min", "1"},
            new String[] {"unit", "mm"},
            new String[] {"type", "length", "min", "NaN"},
            new String[] {"type", "length", "min", "ten"},
            new String[] {"type", "length", "min", "2", "max", "1"})) {
      assertEquals(
          ErrorKind.BAD_REQUEST,
          assertThrows(LaminaException.class, () -> found(rest, refused)).kind());
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void whatIsChangedOrDeletedIsFoundNoMore(TestDatabase database) {
    RestFixture rest = new RestFixture(database);
    long changed = annotation(rest, measurement("a", "length", "[1]", "mm"));
    long deleted = annotation(rest, measurement("a", "length", "[1]", "mm"));
    rest.annotations.update(
        EDITOR,
        changed,
        null,
        rest.readText(
            "{\"measurement_values\":" + measurement("a", "length", "[2,2]", "mm") + "}",
            AnnotationUpdate.class));
    rest.annotations.delete(EDITOR, deleted, null);
    assertEquals(List.of(), found(rest, "id", "a", "max", "1"));
    assertEquals(List.of(changed), found(rest, "id", "a", "min", "2"));
    rest.annotations.update(
        EDITOR, changed, null, rest.readText("{\"tool_name\":\"x\"}", AnnotationUpdate.class));
    assertEquals(List.of(changed), found(rest, "id", "a", "min", "2"));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void boundsAreKept(TestDatabase database) {
    RestFixture rest = new RestFixture(database);
    annotation(rest, measurement("a", "length", numbers(5000), "mm"));
    assertRefused(rest, measurement("a", "length", numbers(5001), "mm"));
    assertRefused(rest, measurement("a".repeat(256), "length", "[1]", "mm"));
    assertRefused(rest, measurement("a\\u0000", "length", "[1]", "mm"));
    assertRefused(rest, measurement("a", "length", "[1]", "m\\ud800"));
  }

  private static String numbers(int count) {
    return Stream.iterate(0, number -> number + 1).limit(count).toList().toString();
  }

  private static void assertRefused(RestFixture rest, String measurements) {
    LaminaException refused =
        assertThrows(LaminaException.class, () -> annotation(rest, measurements));
    assertEquals(ErrorKind.BAD_REQUEST, refused.kind());
    assertTrue(refused.getMessage().contains("measurement_values"), refused.getMessage());
  }

  /** As a migration leaves them: stored before lists could search them. */
  @ParameterizedTest
  @MethodSource("databases")
  void annotationsOfBeforeAreReadOnce(TestDatabase database) {
    RestFixture rest = new RestFixture(database);
    List<Long> old = new ArrayList<>();
    for (int i = 0; i < 45; i++) {
      old.add(annotation(rest, measurement("a", "length", "[" + i + "]", "mm")));
    }
    database
        .jpa()
        .tx(
            em -> {
              run(em, "delete from masks_measurement");
              run(
                  em,
                  "update masks_annotation set measurement_values ="
                      + " '[{\"id\":\"\\u0000old\",\"type\":\"length\",\"values\":[7]}]'"
                      + " where id = "
                      + old.get(0));
              run(
                  em,
                  "insert into masks_measurement_backlog select id from masks_annotation"
                      + " where measurement_values <> '[]'");
            });
    rest.annotations.delete(EDITOR, old.get(44), null);
    assertEquals(List.of(), found(rest, "type", "length"));

    assertEquals(45, rest.platform.workOffMeasurements());
    assertEquals(old.subList(0, 44), found(rest, "type", "length"));
    assertEquals(List.of(old.get(0)), found(rest, "id", "\ufffdold", "min", "7"));
    assertEquals(0, rest.platform.workOffMeasurements());
  }

  private static void run(EntityManager em, String sql) {
    em.createNativeQuery(sql).executeUpdate();
  }
}
