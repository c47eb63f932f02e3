package io.lamina.audit.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.audit.AuditAction;
import io.lamina.api.audit.AuditEvent;
import io.lamina.api.identity.Caller;
import io.lamina.testkit.Callers;
import io.lamina.testkit.TestDatabase;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is told is there, once, and only if it happened. */
class TrailTest {
  private static final AuditEvent MADE = AuditEvent.of(AuditAction.CREATE, "mask", 7);

  static Stream<TestDatabase> databases() {
    return TestDatabase.all(TrailTest.class, "audit");
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aChangeIsThereWithItsTransactionAndOnlyWithIt(TestDatabase database) throws Exception {
    try (TestTrail trail = new TestTrail(database);
        Connection connection = database.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      trail.trail().change(connection, Callers.EDITOR, MADE);
      connection.rollback();
      trail
          .trail()
          .change(
              connection,
              Callers.EDITOR,
              MADE.inProject(3L).ofStudy("1.2.3").ofPatient("P-1").with("label", "5"));
      assertEquals(List.of(), trail.entries(), "not before the commit");
      connection.commit();

      List<Map<String, Object>> entries = trail.entries();
      assertEquals(1, entries.size());
      Map<String, Object> entry = entries.get(0);
      assertEquals(3L, entry.get("user_id"));
      assertEquals("editor", entry.get("username"));
      assertEquals("192.0.2.1", entry.get("address"));
      assertEquals("create", entry.get("action"));
      assertEquals("mask", entry.get("object"));
      assertEquals("7", entry.get("object_id"));
      assertEquals(3L, entry.get("project_id"));
      assertEquals("1.2.3", entry.get("study_uid"));
      assertEquals("P-1", entry.get("patient_id"));
      assertEquals("label=5", entry.get("details"));
      assertEquals(1L, entry.get("times"));
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aChangeOutsideATransactionIsRefused(TestDatabase database) throws Exception {
    try (TestTrail trail = new TestTrail(database);
        Connection connection = database.dataSource().getConnection()) {
      assertThrows(
          IllegalStateException.class,
          () -> trail.trail().change(connection, Callers.EDITOR, MADE));
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void readsOfAStudyWithinAMinuteAreOneEntryWithACount(TestDatabase database) {
    try (TestTrail trail = new TestTrail(database)) {
      AuditEvent read = AuditEvent.of(AuditAction.READ, "image", 1).ofStudy("1.2.3");
      trail.trail().read(Callers.READER, read);
      assertEquals(1, trail.entries().size(), "the first is there when the call returns");
      trail
          .trail()
          .read(Callers.READER, AuditEvent.of(AuditAction.READ, "image", 2).ofStudy("1.2.3"));
      trail.trail().read(Callers.READER, read);
      trail.trail().read(Callers.EDITOR, read);
      trail
          .trail()
          .read(Callers.READER, AuditEvent.of(AuditAction.EXPORT, "study", 1).ofStudy("1.2.3"));
      trail
          .trail()
          .read(Callers.READER, AuditEvent.of(AuditAction.READ, "image", 1).ofStudy("1.2.4"));
      assertEquals(4, trail.entries().size());

      trail.tick(60);
      List<Map<String, Object>> entries = trail.entries();
      assertEquals(5, entries.size(), "one row that counts");
      Map<String, Object> count = entries.get(4);
      assertEquals(entries.get(0).get("id"), count.get("counts"));
      assertEquals(3L, count.get("times"));

      trail.trail().read(Callers.READER, read);
      assertEquals(6, trail.entries().size(), "another minute, another entry");
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void countsOfTheRunningMinuteAreWrittenAtTheStop(TestDatabase database) {
    TestTrail trail = new TestTrail(database);
    AuditEvent list = AuditEvent.of(AuditAction.READ, "study-list", "");
    for (int i = 0; i < 5; i++) {
      trail.trail().read(Callers.READER, list);
    }
    trail.close();
    assertEquals(
        List.of(1L, 5L), trail.entries().stream().map(entry -> entry.get("times")).toList());
    assertEquals(2, trail.chain().end().sealNo(), "and sealed");
  }

  @ParameterizedTest
  @MethodSource("databases")
  void anonymousCallersAreToldApartByTheirAddress(TestDatabase database) {
    try (TestTrail trail = new TestTrail(database)) {
      AuditEvent refusal = AuditEvent.of(AuditAction.SIGN_IN_REFUSED, "user", "");
      for (String address : List.of("192.0.2.7", "192.0.2.8", "192.0.2.7")) {
        trail.trail().event(Caller.anonymous(address), refusal);
      }
      assertEquals(
          List.of("192.0.2.7", "192.0.2.8"),
          trail.entries().stream().map(entry -> entry.get("address")).toList());
      assertTrue(trail.entries().stream().allMatch(entry -> entry.get("user_id").equals(0L)));
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void eventsThatDifferInADetailAreToldEach(TestDatabase database) {
    try (TestTrail trail = new TestTrail(database)) {
      AuditEvent module = AuditEvent.of(AuditAction.MODULE, "module", "io.lamina.masks");
      trail.trail().event(null, module.with("event", "stopped"));
      trail.trail().event(null, module.with("event", "started"));
      trail.trail().event(null, module.with("event", "started"));
      assertEquals(
          List.of("event=stopped", "event=started"),
          trail.entries().stream().map(entry -> entry.get("details")).toList());
      assertTrue(trail.entries().stream().allMatch(entry -> entry.get("user_id") == null));
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void whatIsTooLongOrNoTextIsCut(TestDatabase database) {
    try (TestTrail trail = new TestTrail(database)) {
      String wild = "a\u0000b\r\nc\u202e\ud800d";
      Caller caller =
          new Caller(9, wild + "n".repeat(300), Set.of(), Set.of(), wild + "1".repeat(100));
      trail
          .trail()
          .event(
              caller,
              AuditEvent.of(AuditAction.UPDATE, "o".repeat(200), wild + "\uD83D\uDE00".repeat(600))
                  .ofStudy("1".repeat(200))
                  .ofPatient(wild + "p".repeat(200))
                  .with("k=1;x", "DOE^JOHN; role=admin")
                  .with("long", "9".repeat(5_000)));
      Map<String, Object> entry = trail.entries().get(0);
      assertEquals("abcd" + "n".repeat(146), entry.get("username"));
      assertEquals("abcd" + "1".repeat(60), entry.get("address"));
      assertEquals("abcd" + "\uD83D\uDE00".repeat(254), entry.get("object_id"));
      assertEquals("abcd" + "p".repeat(60), entry.get("patient_id"));
      assertEquals("k_1_x=DOE_JOHN__role_admin;long=" + "9".repeat(100), entry.get("details"));
    }
  }
}
