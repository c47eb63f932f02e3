package io.lamina.contract.rights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.lamina.contract.harness.Answer;
import io.lamina.contract.harness.Client;
import io.lamina.contract.harness.OpenApi;
import io.lamina.contract.harness.People;
import io.lamina.contract.harness.Server;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operation of the live description that changes something or shows somebody's data, done by
 * somebody who may: each leaves its entry in the trail, as {@code audit/entries.txt} says (C-095).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditCoverageIT {
  private static final EntriesTable TABLE = new EntriesTable();

  private Server server;
  private Client anonymous;
  private People people;
  private AuditedRequests requests;

  @BeforeAll
  void people() {
    server = Server.start("audit-coverage", Map.of("LAMINA_ACCOUNTS_REGISTRATION", "approval"));
    anonymous = new Client(server);
    people = new People(server);
    requests = new AuditedRequests(server, people, people.project());
  }

  @AfterAll
  void stop() {
    server.close();
  }

  static Stream<EntriesTable.Line> linesThatLeaveAnEntry() {
    return TABLE.lines().stream()
        .filter(line -> line.entry() != null && !line.section().equals("away"));
  }

  @Test
  void theTableNamesEveryOperationAndNoneThatIsGone() {
    final Set<String> described =
        new OpenApi(anonymous)
            .operations().stream()
                .map(OpenApi.Operation::key)
                .collect(Collectors.toCollection(TreeSet::new));
    final Set<String> named = new TreeSet<>();
    TABLE.lines().forEach(line -> assertTrue(named.add(line.key()), "twice: " + line));
    final Set<String> missing = new TreeSet<>(described);
    missing.removeAll(named);
    final Set<String> gone = new TreeSet<>(named);
    gone.removeAll(described);
    assertEquals(Set.of(), missing, "operations without a line in audit/entries.txt");
    assertEquals(Set.of(), gone, "lines without an operation");
  }

  @ParameterizedTest
  @MethodSource("linesThatLeaveAnEntry")
  void whatIsDoneIsOnRecord(EntriesTable.Line line) {
    // new for each operation: nothing of his was counted with something before
    final People.Person caller = people.stranger("admin");
    final AuditedRequests.Prepared prepared = requests.of(line, caller);
    final long before = newest();
    final Answer answer = prepared.sent();
    assertTrue(answer.status() / 100 <= 3 && answer.status() != 304, answer::toString);

    final JsonNode entry = entry(line, prepared, answer, before);
    assertEquals("success", entry.get("outcome").asText());
    assertEquals("127.0.0.1", entry.get("address").asText());
    assertEquals(actorName(line, prepared), entry.get("username").asText());
    assertTrue(entry.get("count").asLong() >= 1);
    if (line.section().equals("patient data")) {
      assertFalse(
          entry.get("study_instance_uid").isNull() && entry.get("patient_id").isNull(),
          () -> "no report of the patient finds it: " + entry);
    }
  }

  /** A list that is asked for one patient names him. */
  @Test
  void aSearchForAPatientIsInHisReport() {
    final People.Person caller = people.stranger("admin");
    caller.client().get("/viewer/api/studies/?patient_id=P-77").expect(200);
    final List<JsonNode> entries = entries("patient_id=P-77&action=read&user_id=" + caller.id(), 0);
    assertEquals(1, entries.size());
    assertEquals("study-list", entries.get(0).get("object").asText());
  }

  private JsonNode entry(
      EntriesTable.Line line, AuditedRequests.Prepared prepared, Answer answer, long before) {
    final EntriesTable.Expected expected = line.entry();
    final String objectId = objectId(expected.objectId(), line, prepared, answer);
    final List<JsonNode> since = entries("user_id=" + actor(expected, prepared), before);
    return since.stream()
        .filter(entry -> entry.get("action").asText().equals(expected.action()))
        .filter(entry -> entry.get("object").asText().equals(expected.object()))
        .filter(
            entry ->
                objectId == null
                    ? !entry.get("object_id").asText().isEmpty()
                    : entry.get("object_id").asText().equals(objectId))
        .findFirst()
        .orElseThrow(
            () ->
                new AssertionError(
                    line
                        + " left no entry "
                        + expected
                        + " of "
                        + objectId
                        + ", only "
                        + since
                        + "; it answered "
                        + answer));
  }

  private static long actor(EntriesTable.Expected expected, AuditedRequests.Prepared prepared) {
    return expected.actor().equals("anonymous") ? 0 : prepared.person().id();
  }

  private static String actorName(EntriesTable.Line line, AuditedRequests.Prepared prepared) {
    return line.entry().actor().equals("anonymous") ? "anonymous" : prepared.person().username();
  }

  /** Null where any is good that is not empty. */
  private String objectId(
      String given, EntriesTable.Line line, AuditedRequests.Prepared prepared, Answer answer) {
    if (given.startsWith("{")) {
      return fromPath(line.path(), given, prepared.path());
    }
    if (given.startsWith("@")) {
      return answer.json().at(given.substring(1)).asText();
    }
    return switch (given) {
      case "caller", "subject" -> Long.toString(prepared.person().id());
      case "study" -> Long.toString(requests.study());
      case "any" -> null;
      default -> given;
    };
  }

  private static String fromPath(String template, String parameter, String path) {
    final String pattern =
        Pattern.compile("\\{[^}]+}")
            .matcher(template)
            .replaceAll(found -> found.group().equals(parameter) ? "(?<it>[^/]+)" : "[^/]+");
    final Matcher matcher = Pattern.compile(pattern + "/?").matcher(path);
    assertTrue(matcher.matches(), () -> path + " is no " + template);
    return matcher.group("it");
  }

  private long newest() {
    return people.admin().get("/api/audit?limit=1").expect(200).json().at("/entries/0/id").asLong();
  }

  /** The newest first. */
  private List<JsonNode> entries(String query, long before) {
    final List<JsonNode> entries = new ArrayList<>();
    people
        .admin()
        .get("/api/audit?limit=100&" + query)
        .expect(200)
        .json()
        .get("entries")
        .forEach(entries::add);
    entries.removeIf(entry -> entry.get("id").asLong() <= before);
    return entries;
  }
}
