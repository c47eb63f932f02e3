package io.lamina.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.lamina.contract.harness.Answer;
import io.lamina.contract.harness.Client;
import io.lamina.contract.harness.Database;
import io.lamina.contract.harness.Dialect;
import io.lamina.contract.harness.On;
import io.lamina.contract.harness.People;
import io.lamina.contract.harness.Server;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the platform answers for all capabilities alike. */
@On(Database.H2)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FrontDoorIT {
  private static final Set<String> VERBS = Set.of("get", "post", "put", "delete", "patch");

  private Client anonymous;
  private Client admin;

  @BeforeAll
  void clients(Server server) {
    anonymous = new Client(server);
    admin = new People(server).admin();
  }

  /** C-018, D-06. */
  @Test
  void healthNamesEachCapabilityWithVersionAndState() {
    final JsonNode health = anonymous.get("/health").expect(200).json();
    assertEquals("healthy", health.get("status").asText(), health::toString);
    final Set<String> names = new TreeSet<>();
    for (final JsonNode capability : health.get("capabilities")) {
      names.add(capability.get("name").asText());
      assertFalse(capability.get("version").asText().isBlank(), health::toString);
      assertFalse(capability.get("state").asText().isBlank(), health::toString);
    }
    assertTrue(names.containsAll(Set.of("studies", "masks")), names::toString);
  }

  @Test
  void openApiDescribesEveryDocumentedOperation() {
    final JsonNode openApi = anonymous.get("/openapi.json").expect(200).json();
    assertTrue(openApi.get("openapi").asText().startsWith("3."), "OpenAPI 3");
    assertFalse(openApi.at("/info/title").asText().isBlank());
    assertFalse(openApi.at("/info/version").asText().isBlank());
    final Set<String> ids = new TreeSet<>();
    final List<String> bad = new ArrayList<>();
    openApi
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue().properties().stream()
                    .filter(operation -> VERBS.contains(operation.getKey()))
                    .forEach(
                        operation -> {
                          final String what = operation.getKey() + " " + path.getKey();
                          if (operation.getValue().path("summary").asText().isBlank()
                              || operation.getValue().path("responses").isEmpty()
                              || !ids.add(operation.getValue().path("operationId").asText(null))) {
                            bad.add(what);
                          }
                        }));
    assertEquals(
        List.of(), bad, "operations without summary, responses or an operationId of their own");
    final String paths = openApi.get("paths").toString().replaceAll("\\{[^}]*}", "{}");
    for (final String documented :
        List.of(
            "/api/auth/login",
            "/api/annotations/{}/mask-groups/{}/upload-url",
            "/api/annotations/{}/mask-groups/{}/complete-upload",
            "/api/annotations/{}/mask-groups/{}/masks/stats",
            "/viewer/api/upload",
            "/viewer/api/studies",
            "/viewer/api/studies/{}/images",
            "/viewer/api/images/{}/data",
            "/viewer/api/images/{}/pixels")) {
      assertTrue(paths.contains("\"" + documented), () -> documented + " is not described");
    }
    assertEquals(List.of(), dangling(openApi), "references to schemas that are not there");
  }

  /** The page works in a hospital without a way to the internet. */
  @Test
  void docsAskNothingOfTheInternet() {
    final Answer page = anonymous.get("/docs/").expect(200);
    assertTrue(page.header("Content-Type").startsWith("text/html"), page::toString);
    final var references =
        Pattern.compile("(?:src|href)=\"([^\"]+)\"").matcher(page.text()).results().toList();
    assertFalse(references.isEmpty(), "the page loads nothing");
    for (final var reference : references) {
      final URI uri = URI.create("/docs/").resolve(reference.group(1));
      assertFalse(uri.isAbsolute(), () -> "the page asks " + uri);
      if (!uri.getPath().isEmpty() && !reference.group(1).startsWith("data:")) {
        anonymous.get(uri.toString()).expect(200);
      }
    }
  }

  /** D-05: unknown paths, wrong methods and wrong types are JSON too, in the path's dialect. */
  @Test
  void refusalsOfTheFrontDoorSpeakTheDialectOfThePath() {
    Dialect.MASKS.assertRefused(admin.get("/api/no-such-thing"), 404);
    Dialect.VIEWER.assertRefused(admin.get("/viewer/api/no-such-thing/"), 404);
    final Answer wrongMethod = admin.delete("/api/annotations");
    Dialect.MASKS.assertRefused(wrongMethod, 405);
    assertTrue(wrongMethod.header("Allow").contains("POST"), wrongMethod::toString);
    final Answer get = admin.get("/viewer/api/upload/");
    Dialect.VIEWER.assertRefused(get, 405);
    assertTrue(get.header("Allow").contains("POST"), get::toString);
    Dialect.MASKS.assertRefused(
        admin.post(
            "/api/annotations",
            "text/plain",
            java.net.http.HttpRequest.BodyPublishers.ofString("x")),
        415);
  }

  /** with and without the slash, never by a redirect. */
  @Test
  void slashesMakeNoDifference() {
    for (final String path : List.of("/viewer/api/studies", "/api/annotations")) {
      assertEquals(200, admin.get(path).status());
      assertEquals(200, admin.get(path + "/").status());
    }
    assertEquals(200, anonymous.get("/health/").status());
    assertEquals(200, admin.get("//viewer//api/studies/").status(), "double slashes collapse");
  }

  /** D-21, M4. */
  @Test
  void rootAnswers() {
    assertEquals(200, anonymous.get("/").status());
  }

  @Test
  void everyAnswerCarriesARequestIdAndSecurityHeaders() {
    for (final Answer answer :
        List.of(
            admin.get("/api/annotations"), admin.get("/viewer/api/studies/"), admin.get("/nope"))) {
      assertFalse(answer.header("X-Request-Id").isBlank(), answer::toString);
      assertEquals("nosniff", answer.header("X-Content-Type-Options"), answer::toString);
      assertEquals("", answer.header("Server"), "tells nobody what runs here");
    }
  }

  private static List<String> dangling(JsonNode openApi) {
    return openApi.findValuesAsText("$ref").stream()
        .filter(reference -> openApi.at(reference.substring(1)).isMissingNode())
        .distinct()
        .toList();
  }
}
