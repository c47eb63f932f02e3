package io.lamina.contract.rights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lamina.contract.harness.Answer;
import io.lamina.contract.harness.Client;
import io.lamina.contract.harness.Database;
import io.lamina.contract.harness.MaskFlow;
import io.lamina.contract.harness.On;
import io.lamina.contract.harness.OpenApi;
import io.lamina.contract.harness.People;
import io.lamina.contract.harness.Server;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation of the live description as every caller, against {@code rights/matrix.txt}. */
@On(Database.H2)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RightsMatrixIT {
  private static final RightsTable TABLE = new RightsTable();

  private final Map<String, Client> callers = new LinkedHashMap<>();
  private final Map<String, People.Person> persons = new LinkedHashMap<>();
  private Client anonymous;
  private RightsRequests own;
  private RightsRequests foreign;

  @BeforeAll
  void people(Server server) {
    anonymous = new Client(server);
    final People people = new People(server);
    final long project = people.project();
    final long other = people.project();
    callers.put("anon", anonymous);
    callers.put("admin", people.admin());
    RightsTable.SITE_ROLES.forEach(role -> person(role, people.stranger(role)));
    person("foreign", people.stranger("standard"));
    people.join(other, persons.get("foreign"), "editor");
    final Map<String, People.Person> inside = new LinkedHashMap<>();
    for (final String role : RightsTable.INSIDE) {
      final People.Person member = people.stranger("standard");
      people.join(project, member, role);
      person(role, member);
      inside.put(role, member);
    }
    own = new RightsRequests(anonymous, people, project, inside);
    foreign =
        new RightsRequests(anonymous, people, other, Map.of("editor", persons.get("foreign")));
  }

  static Stream<RightsTable.Line> lines() {
    return TABLE.lines().stream();
  }

  /** Those of sections whose objects belong to a project. */
  static Stream<RightsTable.Line> linesOfProjects() {
    final Set<String> sections = Set.of("projects", "studies", "annotations");
    return TABLE.lines().stream()
        .filter(line -> sections.contains(line.section()))
        .filter(line -> line.path().contains("{") || line.method().equals("POST"));
  }

  @Test
  void theTableNamesEveryOperationAndNoneThatIsGone() {
    final Set<String> described =
        new OpenApi(anonymous)
            .operations().stream()
                .map(OpenApi.Operation::key)
                .collect(Collectors.toCollection(TreeSet::new));
    final Set<String> named =
        TABLE.lines().stream()
            .map(RightsTable.Line::key)
            .collect(Collectors.toCollection(TreeSet::new));
    final Set<String> missing = new TreeSet<>(described);
    missing.removeAll(named);
    final Set<String> gone = new TreeSet<>(named);
    gone.removeAll(described);
    assertEquals(Set.of(), missing, "operations without a line in rights/matrix.txt");
    assertEquals(Set.of(), gone, "lines without an operation");
  }

  @ParameterizedTest
  @MethodSource("lines")
  void everyCallerGetsWhatTheTableSays(RightsTable.Line line) {
    check(line, own, line.expected());
  }

  /** Where all but the foreign user are strangers, and he is the editor. */
  @ParameterizedTest
  @MethodSource("linesOfProjects")
  void objectsOfAnotherProjectAreThatProjects(RightsTable.Line line) {
    final Map<String, Set<Integer>> expected = new LinkedHashMap<>(line.expected());
    RightsTable.INSIDE.forEach(role -> expected.put(role, line.expected().get("standard")));
    expected.put("foreign", line.expected().get("editor"));
    check(line, foreign, expected);
  }

  /** D-03: what is not there and what one may not see are answered alike. */
  @ParameterizedTest
  @MethodSource("linesOfProjects")
  void idsThatAreGuessedRevealNothing(RightsTable.Line line) {
    if (!line.method().equals("GET")) {
      return;
    }
    for (final String caller : List.of("standard", "annotator", "demo", "foreign")) {
      final Client client = callers.get(caller);
      final Answer there = client.send(own.of(line, client, ""));
      final Answer nowhere = client.get(line.path().replaceAll("\\{[^}]+}", "987654321"));
      assertEquals(nowhere.status(), there.status(), there::toString);
      assertEquals(withoutIds(nowhere), withoutIds(there), line::toString);
      assertEquals(
          nowhere.headers().map().keySet(), there.headers().map().keySet(), line::toString);
    }
  }

  /** H-09: who somebody is comes from his credentials, never from a header or a body. */
  @Test
  void claimedIdentitiesAreIgnored() {
    final People.Person owner = own.owner();
    final Client reader = callers.get("reader");
    final Client stranger = callers.get("standard");
    for (final String header :
        List.of("X-User-ID", "X-User-Id", "X-Forwarded-User", "X-Remote-User", "Remote-User")) {
      final Answer seen =
          stranger.send(
              stranger
                  .request("/api/annotations/" + own.annotation())
                  .header(header, Long.toString(owner.id()))
                  .GET());
      assertEquals(404, seen.status(), header);
      assertEquals(
          401,
          anonymous
              .send(anonymous.request("/api/auth/me").header(header, owner.username()).GET())
              .status(),
          header);
    }
    final Answer changed =
        reader.send(
            reader
                .request("/api/annotations/" + own.annotation())
                .header("X-User-ID", Long.toString(owner.id()))
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("{\"user_id\":" + owner.id() + "}")));
    assertEquals(403, changed.status());
    final People.Person editor = persons.get("editor");
    final ObjectNode body = MaskFlow.body("S1/annotation.http", Map.of());
    body.put("project_id", own.projectId()).put("user_id", owner.id());
    body.put("created_by", owner.id());
    final Answer made =
        editor
            .client()
            .send(
                editor
                    .client()
                    .request("/api/annotations")
                    .header("X-User-ID", Long.toString(owner.id()))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(body.toString())))
            .expect(201);
    assertEquals(editor.id(), made.json().get("user_id").asLong());
    final Answer listed =
        stranger.get("/api/annotations?user_id=" + owner.id() + "&limit=500").expect(200);
    assertFalse(
        listed.text().contains("\"id\":" + own.annotation() + ","), "a list shows what is not his");
  }

  private void check(
      RightsTable.Line line, RightsRequests requests, Map<String, Set<Integer>> expected) {
    final List<String> wrong = new ArrayList<>();
    callers.forEach(
        (caller, client) -> {
          final Answer answer = client.send(requests.of(line, client, caller));
          if (!expected.get(caller).contains(answer.status())) {
            wrong.add(caller + ": not " + expected.get(caller) + " but " + answer);
          }
        });
    assertEquals(List.of(), wrong, line::toString);
  }

  private void person(String caller, People.Person person) {
    persons.put(caller, person);
    callers.put(caller, person.client());
  }

  private static String withoutIds(Answer answer) {
    return answer.text().replaceAll("\\d+", "#");
  }
}
