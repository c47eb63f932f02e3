package io.lamina.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lamina.contract.harness.Answer;
import io.lamina.contract.harness.Client;
import io.lamina.contract.harness.Database;
import io.lamina.contract.harness.Dialect;
import io.lamina.contract.harness.MaskFlow;
import io.lamina.contract.harness.On;
import io.lamina.contract.harness.People;
import io.lamina.contract.harness.Server;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies that no client should send, to every JSON endpoint of the mask dialect. */
@On(Database.H2)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JsonBadInputIT {
  private Client anonymous;
  private Client client;
  private long project;
  private MaskFlow flow;
  private MaskFlow.Done done;

  /**
   * One endpoint.
   *
   * @param needed fields without which the document's body means nothing
   */
  private record Endpoint(String block, String suffix, Set<String> needed) {
    @Override
    public String toString() {
      return block;
    }
  }

  @BeforeAll
  void data(Server server) {
    anonymous = new Client(server);
    final People people = new People(server);
    project = people.project();
    final People.Person user = people.editor(project);
    client = user.client();
    flow = new MaskFlow(user, project);
    done = flow.run(anonymous, 3);
  }

  @AfterEach
  void stillHealthy() {
    assertEquals(200, anonymous.get("/health").status());
    assertEquals(1, client.get(done.groups()).expect(200).json().get("total_count").asInt());
  }

  static Stream<Endpoint> endpoints() {
    return Stream.of(
        new Endpoint(
            "S1/annotation.http",
            null,
            Set.of(
                "study_instance_uid",
                "series_instance_uid",
                "sop_instance_uid",
                "annotation_data")),
        new Endpoint("S1/mask-group.http", "", Set.of("slice_count", "mask_type")),
        new Endpoint("S1/upload-url.http", "/upload-url", Set.of("filename", "mime_type")),
        new Endpoint("S1/complete-upload.http", "/complete-upload", Set.of("uploaded_files")),
        new Endpoint("S1/create-mask.http", "/masks", Set.of("file_path", "mime_type")));
  }

  @ParameterizedTest
  @MethodSource("endpoints")
  void malformedJsonIsRefused(Endpoint endpoint) {
    for (final String bad :
        List.of(
            "",
            "{",
            "[]",
            "null",
            "42",
            "\"text\"",
            "{\"a\":}",
            "{'a':1}",
            "{\"a\":1,}",
            "\u0000",
            "[".repeat(20_000),
            "{\"a\":".repeat(20_000),
            "<xml/>",
            "{} trailing")) {
      Dialect.MASKS.assertRefused(client.post(path(endpoint), bad), 400);
    }
    final byte[] latin = "{\"filename\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
    Dialect.MASKS.assertRefused(
        client.post(path(endpoint), "application/json", BodyPublishers.ofByteArray(latin)), 400);
  }

  @ParameterizedTest
  @MethodSource("endpoints")
  void missingFieldsAreNamedOneByOne(Endpoint endpoint) {
    for (final String field : endpoint.needed()) {
      final ObjectNode body = body(endpoint);
      body.remove(field);
      final Answer missing = client.post(path(endpoint), body.toString());
      Dialect.MASKS.assertRefused(missing, 400);
      assertTrue(
          missing.json().get("message").asText().contains(field),
          () -> "does not name " + field + ": " + missing);
      Dialect.MASKS.assertRefused(client.post(path(endpoint), body.putNull(field).toString()), 400);
    }
    Dialect.MASKS.assertRefused(client.post(path(endpoint), "{}"), 400);
  }

  @ParameterizedTest
  @MethodSource("endpoints")
  void fieldsOfTheWrongKindAreRefused(Endpoint endpoint) {
    final List<String> accepted = new ArrayList<>();
    for (final String field : fields(endpoint)) {
      if (field.equals("annotation_data") || field.equals("measurement_values")) {
        continue; // free JSON (C-002)
      }
      final ObjectNode body = body(endpoint);
      body.putObject(field).put("not", "this");
      final Answer answer = client.post(path(endpoint), body.toString());
      if (answer.status() < 400) {
        accepted.add(field);
      } else {
        Dialect.MASKS.assertRefused(answer, 400);
      }
    }
    assertEquals(List.of(), accepted, "fields that take an object");
  }

  /** Numbers out of any range, and texts longer than anything: refused, not stored, not 500. */
  @ParameterizedTest
  @MethodSource("endpoints")
  void absurdValuesAreRefused(Endpoint endpoint) {
    for (final String field : fields(endpoint)) {
      final ObjectNode body = body(endpoint);
      if (!body.get(field).isNumber() && !body.get(field).isTextual()) {
        continue;
      }
      if (body.get(field).isNumber()) {
        for (final String number : List.of("-1", "1e400", "99999999999999999999", "1.5")) {
          final String text =
              body.toString()
                  .replaceFirst(
                      "\"" + field + "\":" + body.get(field), "\"" + field + "\":" + number);
          notServerError(client.post(path(endpoint), text));
        }
      } else {
        notServerError(
            client.post(path(endpoint), body.put(field, "x".repeat(300_000)).toString()));
        notServerError(client.post(path(endpoint), body.put(field, "a\u0000b").toString()));
        notServerError(client.post(path(endpoint), body.put(field, "").toString()));
      }
    }
  }

  /**
   * H-04, X-09: names are metadata, and a file path resolves inside its own group or not at all.
   */
  @Test
  void pathsNeverLeaveTheGroup() {
    for (final String name :
        List.of("../../../../etc/passwd", "/etc/passwd", "..\\..\\x.png", "a/../../b.png")) {
      final ObjectNode upload = body(new Endpoint("S1/upload-url.http", "", Set.of()));
      upload.put("filename", name);
      final Answer answer = client.post(done.group("/upload-url"), upload.toString());
      if (answer.status() == 200) {
        final String path = answer.json().get("file_path").asText();
        assertTrue(
            path.matches("masks/annotation_\\d+/group_\\d+/[^/\\\\]+") && !path.contains(".."),
            path);
      } else {
        Dialect.MASKS.assertRefused(answer, 400);
      }
      Dialect.MASKS.assertRefused(flow.complete(done.annotation(), done.group(), name));
    }
  }

  @Test
  void idsThatAreNoneAreNotFound() {
    for (final String id : List.of("abc", "-1", "0", "999999999", "99999999999999999999", "1x")) {
      for (final String path :
          List.of("/api/annotations/" + id, "/api/annotations/" + id + "/mask-groups")) {
        final Answer answer = client.get(path);
        Dialect.MASKS.assertRefused(answer);
        assertTrue(Set.of(400, 404).contains(answer.status()), answer::toString);
      }
      Dialect.MASKS.assertRefused(client.get(done.group("/masks/" + id)));
      Dialect.VIEWER.assertRefused(client.get("/viewer/api/studies/" + id + "/images/"));
      Dialect.VIEWER.assertRefused(client.get("/viewer/api/images/" + id + "/data/"));
    }
  }

  /** What is no path at all belongs to no family: 400 as JSON, whatever it begins with. */
  @Test
  void pathsThatAreNoneAreRefused() {
    for (final String bad : List.of("1;x", "%00", "%2e%2e", "..%2f..", "%ff", "a%5cb")) {
      for (final String family : List.of("/api/annotations/", "/viewer/api/studies/")) {
        final Answer answer = client.get(family + bad + "/images");
        assertEquals(400, answer.status(), answer::toString);
        assertTrue(answer.json().hasNonNull("error"), answer::toString);
      }
    }
  }

  /** */
  @Test
  void pagingOutOfRangeIsRefused() {
    for (final String query :
        List.of(
            "page=0",
            "page=-1",
            "page_size=0",
            "limit=-1",
            "offset=-1",
            "page=1&offset=0",
            "page=abc",
            "limit=99999999999")) {
      Dialect.MASKS.assertRefused(client.get(done.groups() + "?" + query), 400);
    }
    for (final String query : List.of("limit=-1", "offset=x", "no_such_filter=1")) {
      Dialect.VIEWER.assertRefused(client.get("/viewer/api/studies/?" + query), 400);
    }
  }

  /** A body larger than any JSON of a dialect is cut off. */
  @Test
  void hugeBodiesAreRefused() {
    final String huge = "{\"description\":\"" + "x".repeat(40_000_000) + "\"}";
    final Answer answer = client.post(done.groups(), huge);
    Dialect.MASKS.assertRefused(answer);
    assertTrue(Set.of(400, 413).contains(answer.status()), answer::toString);
  }

  private void notServerError(Answer answer) {
    assertTrue(answer.status() < 500, answer::toString);
    if (answer.status() >= 400) {
      Dialect.MASKS.assertRefused(answer);
    } else if (answer.request().endsWith("/mask-groups")) {
      client.delete(done.groups() + "/" + answer.json().get("id").asLong()).expect(204);
    }
  }

  private String path(Endpoint endpoint) {
    if (endpoint.suffix() == null) {
      return "/api/annotations";
    }
    return endpoint.suffix().isEmpty() ? done.groups() : done.group(endpoint.suffix());
  }

  private ObjectNode body(Endpoint endpoint) {
    final ObjectNode body =
        MaskFlow.body(
            endpoint.block(),
            Map.of(
                "mask_group_id\": 10",
                "mask_group_id\": " + done.group(),
                "masks/annotation_0/group_10/slice_001_liver.png",
                done.filePath()));
    if (body.has("project_id")) {
      body.put("project_id", project);
    }
    return body;
  }

  private List<String> fields(Endpoint endpoint) {
    return body(endpoint).properties().stream().map(Map.Entry::getKey).toList();
  }
}
