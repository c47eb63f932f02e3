package io.lamina.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.lamina.contract.harness.Answer;
import io.lamina.contract.harness.Client;
import io.lamina.contract.harness.Database;
import io.lamina.contract.harness.MaskFlow;
import io.lamina.contract.harness.Multipart;
import io.lamina.contract.harness.People;
import io.lamina.contract.harness.Server;
import io.lamina.contract.harness.Slice;
import io.lamina.contract.harness.Studies;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * C-095: a change and its entry are one transaction. PostgreSQL refuses one of them when it is
 * committed, so that whatever was written before it in a transaction of its own would stay.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditTransactionIT {
  private static final List<String> TABLES =
      List.of("masks_annotation", "accounts_project", "studies_study");

  private final Map<String, String> postgres = Database.POSTGRESQL.environment();
  private Server server;
  private Client admin;
  private People.Person editor;
  private long project;

  @BeforeAll
  void start() throws SQLException {
    server = Server.start("audit-transaction", postgres);
    final People people = new People(server);
    admin = people.admin();
    project = people.project();
    editor = people.editor(project);
    execute(
        "create function refuse_row() returns trigger language plpgsql as"
            + " $$ begin raise exception 'refused by the test'; end $$");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void withoutItsEntryNothingIsChanged() throws SQLException {
    final Set<String> uids = new Studies(editor.client()).uids();
    final String annotations = names("annotations", editor.client());
    final String projects = names("projects", admin);
    final Slice slice = Slice.any();
    execute(trigger("audit_entry", "when (new.action in ('create', 'configure'))"));
    try {
      changesFail("no-entry", slice);
    } finally {
      execute("drop trigger refused on audit_entry");
    }
    assertEquals(uids, new Studies(editor.client()).uids());
    assertEquals(annotations, names("annotations", editor.client()));
    assertEquals(projects, names("projects", admin));
    changesSucceed("no-entry", slice);
  }

  @Test
  void withoutItsChangeNoEntryIsThere() throws SQLException {
    final Slice slice = Slice.any();
    final long last = admin.get("/api/audit?limit=1").json().at("/entries/0/id").asLong();
    for (final String table : TABLES) {
      execute(trigger(table, ""));
    }
    try {
      changesFail("no-change", slice);
    } finally {
      for (final String table : TABLES) {
        execute("drop trigger refused on " + table);
      }
    }
    for (final String query :
        List.of(
            "action=create&object=annotation",
            "action=configure&object=project",
            "action=create&object=study")) {
      for (final JsonNode entry :
          admin.get("/api/audit?" + query).expect(200).json().get("entries")) {
        assertTrue(entry.get("id").asLong() <= last, () -> "of what did not happen: " + entry);
      }
    }
    changesSucceed("no-change", slice);
    assertEquals(
        1,
        admin
            .get("/api/audit?action=create&object=study&study_instance_uid=" + slice.study())
            .expect(200)
            .json()
            .get("entries")
            .size());
  }

  private Answer annotate() {
    final var body = MaskFlow.body("S1/annotation.http", Map.of());
    body.put("project_id", project);
    return editor.client().post("/api/annotations", body.toString());
  }

  private Answer makeProject(String name) {
    return admin.post("/api/projects", "{\"name\":\"" + name + "\"}");
  }

  private Answer upload(Slice slice) {
    return new Studies(editor.client()).upload(new Multipart().file("a.dcm", slice.file()));
  }

  private void changesFail(String name, Slice slice) {
    for (final Answer failed : List.of(annotate(), makeProject(name), upload(slice))) {
      assertTrue(failed.status() == 500 || failed.status() == 503, failed::toString);
      for (final String inner : List.of("refused by", "audit_entry", "Exception", "SQL")) {
        assertFalse(failed.text().contains(inner), failed::toString);
      }
    }
    admin.get("/health").expect(200);
  }

  private void changesSucceed(String name, Slice slice) {
    annotate().expect(201);
    makeProject(name).expect(201);
    upload(slice).expect(200);
    assertTrue(new Studies(editor.client()).uids().contains(slice.study()));
  }

  /** What a list says as long as nothing was added to it. */
  private static String names(String list, Client client) {
    return client.get("/api/" + list).expect(200).text();
  }

  private static String trigger(String table, String when) {
    return "create constraint trigger refused after insert on "
        + table
        + " deferrable initially deferred for each row "
        + when
        + " execute function refuse_row()";
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                postgres.get("LAMINA_DB_URL"),
                postgres.get("LAMINA_DB_USER"),
                postgres.get("LAMINA_DB_PASSWORD"));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
