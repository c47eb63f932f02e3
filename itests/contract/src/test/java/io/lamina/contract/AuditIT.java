package io.lamina.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.lamina.contract.harness.Answer;
import io.lamina.contract.harness.Await;
import io.lamina.contract.harness.Client;
import io.lamina.contract.harness.Database;
import io.lamina.contract.harness.MaskFlow;
import io.lamina.contract.harness.NextDistribution;
import io.lamina.contract.harness.People;
import io.lamina.contract.harness.Server;
import io.lamina.contract.harness.Slice;
import io.lamina.contract.harness.Studies;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** C-095: who did what, when and from where is on record, and stays there. */
class AuditIT {
  @ParameterizedTest
  @EnumSource(Database.class)
  void eachDeedLeavesItsEntry(Database database) {
    try (Server server = Server.start("audit-" + database, database.environment())) {
      final People people = new People(server);
      final Client admin = people.admin();
      final Client anonymous = new Client(server);
      final long project = people.project();
      final People.Person editor = people.editor(project);
      final People.Person stranger = people.stranger("standard");
      anonymous.post("/api/auth/login", login(editor.username(), People.PASSWORD)).expect(200);
      anonymous.post("/api/auth/login", login(editor.username(), "wrong")).expect(401);
      anonymous.bearer("no.such.token").get("/api/auth/me").expect(401);
      stranger.client().get("/api/users").expect(403);

      final Slice slice = Slice.any();
      final Studies studies = new Studies(editor.client());
      final JsonNode uploaded = studies.upload(slice);
      final long study = uploaded.get("study_id").asLong();
      final long image = uploaded.at("/uploaded_files/0/image_id").asLong();
      studies.uids();
      studies.images(study);
      final String images = "/viewer/api/images/" + image;
      admin.get(images + "/rendered/").expect(200);
      admin.get(images + "/file/").expect(200);
      new Studies(anonymous).upload(slice);

      final MaskFlow flow = new MaskFlow(editor, project);
      final MaskFlow.Done mask = flow.run(anonymous, 1);
      flow.download(anonymous, mask);
      editor.client().delete("/api/annotations/" + mask.annotation()).expect(204);
      stranger.client().get("/api/audit").expect(403);

      final String who = "&username=" + editor.username();
      final String uid = "&study_instance_uid=" + slice.study();
      one(admin, "action=sign-in" + who, "user", Long.toString(editor.id()));
      one(admin, "action=sign-in-refused", "user", Long.toString(editor.id()));
      one(admin, "action=refused&object_id=GET%20/api/auth/me", "operation", "GET /api/auth/me");
      one(
          admin,
          "action=refused&object_id=GET%20/api/users&username=" + stranger.username(),
          "operation",
          "GET /api/users");
      one(admin, "action=configure&object=project&object_id=" + project, "project", "" + project);
      one(admin, "action=configure&object=member&project_id=" + project, "member", null);
      one(admin, "action=create&object=study" + who + uid, "study", Long.toString(study));
      one(admin, "action=read&object=study-list" + who, "study-list", "");
      one(admin, "action=read&object=study" + who + uid, "study", Long.toString(study));
      one(admin, "action=read&username=admin" + uid, "study", Long.toString(study));
      one(admin, "action=export&username=admin" + uid, "study", Long.toString(study));
      final JsonNode held = one(admin, "action=create&user_id=0" + uid, "study", null);
      assertEquals("127.0.0.1", held.get("address").asText());
      for (final String made : List.of("annotation", "mask-group", "mask-file", "mask")) {
        one(admin, "action=create&object=" + made + who, made, null);
      }
      one(admin, "action=export&object=mask" + who, "mask", Long.toString(mask.mask()));
      one(
          admin,
          "action=delete&object=annotation" + who,
          "annotation",
          Long.toString(mask.annotation()));
      assertFalse(entries(admin, "action=module&object=platform").isEmpty(), "the start");
      one(admin, "action=read&object=audit-trail&username=admin", "audit-trail", "");

      final String patient =
          admin
              .get("/viewer/api/studies/?study_instance_uid=" + slice.study())
              .expect(200)
              .json()
              .get(0)
              .get("patient_id")
              .asText();
      final String report = "/api/audit/patients/" + patient + "/report";
      assertTrue(admin.get(report).expect(200).json().get("entries").size() >= 5);
      final Answer csv = admin.send(admin.request(report).header("Accept", "text/csv").GET());
      assertTrue(csv.expect(200).text().startsWith("at,user_id,username,address,action"));
      final JsonNode byQuery =
          admin.get("/api/audit/report?patient_id=" + patient).expect(200).json();
      assertTrue(byQuery.get("entries").size() >= 5);
      final JsonNode seen = byQuery.get("entries").get(0);
      assertEquals(editor.username(), seen.get("username").asText(), "who sent it, first of all");
      assertEquals("create", seen.get("action").asText());
      assertFalse(seen.get("at").asText().isEmpty());
      assertEquals(1, seen.get("count").asLong());
      admin.get("/api/audit/report?patient_id=12/34").expect(200);
      admin.get("/api/audit/report").expect(400);
      admin.get("/api/audit/report?patient_id=1&user_id=2").expect(400);
      for (final JsonNode entry : entries(admin, "limit=500")) {
        final String text = entry.toString();
        assertFalse(text.contains("Doe") || text.contains("^"), "a patient's name: " + text);
        assertFalse(text.contains(People.PASSWORD) || text.contains(Server.ADMIN_PASSWORD));
      }
      admin.get("/api/audit?patientid=1").expect(400);
      for (final String bad :
          List.of(
              "limit=501",
              "limit=0",
              "limit=1&limit=2",
              "before=0",
              "action=DELETE",
              "outcome=maybe",
              "user_id=eve",
              "username=",
              "from=yesterday",
              "to=2026-13-01")) {
        assertEquals(400, admin.get("/api/audit?" + bad).status(), bad);
      }
      paged(admin);
      intact(admin);
      server.stop();
      server.start();
      intact(admin);
      assertTrue(admin.get("/api/audit/head").expect(200).json().get("seal_no").asLong() > 10);
      assertTrue(
          entries(admin, "object=platform").stream()
              .anyMatch(entry -> entry.at("/details/event").asText().equals("stopped")),
          "the stop is not on record");
    }
  }

  /** Page by page to the first entry: each once, the newest first. */
  private static void paged(Client admin) {
    final List<Long> ids = new ArrayList<>();
    String before = "";
    while (!before.equals("null")) {
      final String query = before.isEmpty() ? "" : "&before=" + before;
      final JsonNode page = admin.get("/api/audit?limit=20" + query).expect(200).json();
      page.get("entries").forEach(entry -> ids.add(entry.get("id").asLong()));
      before = page.get("next").asText();
    }
    assertTrue(ids.size() > 20, "more than one page");
    assertEquals(ids.stream().distinct().sorted(Comparator.reverseOrder()).toList(), ids);
  }

  /** What is edited in {@code etc/} is on record by its name, with nothing of what it says. */
  @Test
  void configurationIsOnRecordWithoutWhatItSays() throws IOException {
    final Path home = NextDistribution.copy("audit-configuration");
    try (Server server = Server.start("audit-configuration", Map.of(), home)) {
      final Client admin = new People(server).admin();
      final Path file = home.resolve("etc/io.lamina.limits.cfg");
      Files.writeString(file, Files.readString(file) + "\npassword = a-secret-of-the-hospital\n");
      final String query = "action=configure&object=configuration&object_id=io.lamina.limits";
      Await.until(
          Duration.ofSeconds(30),
          () -> !entries(admin, query).isEmpty(),
          () -> "the edited file is not on record");
      final JsonNode entry = entries(admin, query).get(0);
      assertEquals("platform", entry.get("username").asText());
      assertEquals("{\"event\":\"changed\"}", entry.get("details").toString());
      assertFalse(
          admin.get("/api/audit?limit=500").expect(200).text().contains("a-secret-of"),
          "a value is on record");
      intact(admin);
    }
  }

  /** The file of the heads is taken away, while the server runs and while it is stopped. */
  @Test
  void headsThatAreRemovedAreNamedAndComeBackWithTheNextStart() throws IOException {
    try (Server server = Server.start("audit-heads", Map.of())) {
      final Client admin = new People(server).admin();
      server.stop();
      server.start();
      intact(admin);
      final Path file = server.data().resolve("audit/heads/heads-000001.txt");
      Files.delete(file);
      final JsonNode verdict = admin.get("/api/audit/verify").expect(200).json();
      assertEquals("heads-removed", verdict.at("/problem/kind").asText(), verdict::toString);
      server.stop();
      Files.delete(file);
      server.start();
      intact(admin);
      final JsonNode told = entries(admin, "object=audit-heads").get(0);
      assertEquals("put-back", told.at("/details/event").asText());
      assertEquals("1", told.at("/details/from").asText());
      assertTrue(Files.readString(file).startsWith("v2 1 "));
    }
  }

  @Test
  void whatIsDoneToTheTableIsFoundAfterARestart() throws SQLException {
    final Map<String, String> postgres = Database.POSTGRESQL.environment();
    try (Server server = Server.start("audit-tampered", postgres)) {
      final People people = new People(server);
      people.project();
      people.project();
      server.stop();
      execute(postgres, "update audit_entry set username = 'other' where seal_no = 3");
      server.start();
      problem(people.admin(), "changed", 3);

      server.stop();
      execute(postgres, "delete from audit_entry where seal_no = 2");
      server.start();
      problem(people.admin(), "removed", 2);
    }
  }

  @Test
  void aTailThatWasCutIsFoundAfterARestart() throws SQLException {
    final Map<String, String> postgres = Database.POSTGRESQL.environment();
    try (Server server = Server.start("audit-cut", postgres)) {
      final People people = new People(server);
      people.project();
      server.stop();
      execute(
          postgres,
          "update audit_chain set seal_no = 2,"
              + " hash = (select hash from audit_entry where seal_no = 2)");
      execute(postgres, "delete from audit_entry where seal_no > 2");
      server.start();
      final JsonNode verdict = people.admin().get("/api/audit/verify").expect(200).json();
      assertFalse(verdict.get("intact").asBoolean());
      assertTrue(
          List.of("cut", "rewritten").contains(verdict.at("/problem/kind").asText()),
          verdict::toString);
    }
  }

  /** kill -9 while four clients make projects: each that was acknowledged is on record. */
  @ParameterizedTest
  @EnumSource(Database.class)
  void noEntryOfAnAcknowledgedChangeIsLost(Database database) throws Exception {
    try (Server server = Server.start("audit-kill-" + database, database.environment())) {
      final People people = new People(server);
      final Queue<Long> acknowledged = new ConcurrentLinkedQueue<>();
      final CountDownLatch enough = new CountDownLatch(40);
      final ExecutorService threads = Executors.newFixedThreadPool(4);
      for (int i = 0; i < 4; i++) {
        threads.execute(() -> makeProjects(people, acknowledged, enough));
      }
      assertTrue(enough.await(2, TimeUnit.MINUTES), "too few answers before the kill");
      server.kill();
      threads.shutdownNow();
      assertTrue(threads.awaitTermination(60, TimeUnit.SECONDS), "a client hangs");
      server.start();
      for (final long project : acknowledged) {
        one(
            people.admin(),
            "action=configure&object=project&object_id=" + project,
            "project",
            Long.toString(project));
      }
      intact(people.admin());
    }
  }

  private static void makeProjects(People people, Queue<Long> made, CountDownLatch enough) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        made.add(people.project());
        enough.countDown();
      }
    } catch (UncheckedIOException | AssertionError e) {
      // the server is gone, which is what this is about
      Thread.currentThread().interrupt();
    }
  }

  private static String login(String username, String password) {
    return "{\"username\":\"" + username + "\",\"password\":\"" + password + "\"}";
  }

  /** The newest entry of a query, of which there has to be one at least. */
  private static JsonNode one(Client admin, String query, String object, String objectId) {
    final List<JsonNode> found = entries(admin, query);
    assertFalse(found.isEmpty(), query);
    final JsonNode entry = found.get(0);
    assertEquals(object, entry.get("object").asText(), query);
    if (objectId != null) {
      assertEquals(objectId, entry.get("object_id").asText(), query);
    }
    assertTrue(entry.get("count").asLong() >= 1);
    assertEquals("127.0.0.1", entry.get("address").asText(), query);
    return entry;
  }

  private static List<JsonNode> entries(Client admin, String query) {
    final List<JsonNode> entries = new ArrayList<>();
    admin.get("/api/audit?" + query).expect(200).json().get("entries").forEach(entries::add);
    return entries;
  }

  private static void intact(Client admin) {
    final JsonNode verdict = admin.get("/api/audit/verify").expect(200).json();
    assertTrue(verdict.get("intact").asBoolean(), verdict::toString);
  }

  private static void problem(Client admin, String kind, long sealNo) {
    final JsonNode verdict = admin.get("/api/audit/verify").expect(200).json();
    assertEquals(kind, verdict.at("/problem/kind").asText(), verdict::toString);
    assertEquals(sealNo, verdict.at("/problem/seal_no").asLong());
  }

  /** As the owner of the database, who may switch triggers off. */
  private static void execute(Map<String, String> database, String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                database.get("LAMINA_DB_URL"), database.get("LAMINA_DB_USER"), "postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("alter table audit_entry disable trigger user");
      statement.execute(sql);
    }
  }
}
