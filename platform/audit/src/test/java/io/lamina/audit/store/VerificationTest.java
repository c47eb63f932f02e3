package io.lamina.audit.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.audit.AuditAction;
import io.lamina.api.audit.AuditEvent;
import io.lamina.api.error.LaminaException;
import io.lamina.audit.domain.Heads;
import io.lamina.audit.domain.Sealer;
import io.lamina.audit.domain.Verdict;
import io.lamina.audit.domain.Verdict.Kind;
import io.lamina.audit.domain.Verification;
import io.lamina.testkit.Callers;
import io.lamina.testkit.FakeAuditTrail;
import io.lamina.testkit.FakeKeyVault;
import io.lamina.testkit.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The chain is whole after any load, and what was done to it is found. */
class VerificationTest {
  private static final FakeKeyVault VAULT = new FakeKeyVault();

  @TempDir Path folder;

  static Stream<TestDatabase> databases() {
    return TestDatabase.all(VerificationTest.class, "audit");
  }

  @ParameterizedTest
  @MethodSource("databases")
  void sixteenWritersLoseNothing(TestDatabase database) throws Exception {
    TestTrail trail = new TestTrail(database);
    Sealer sealer = new Sealer(trail.chain(), heads(trail));
    int rounds = 60;
    ExecutorService writers = Executors.newFixedThreadPool(16);
    List<Callable<Integer>> work = new ArrayList<>();
    for (int writer = 0; writer < 16; writer++) {
      int number = writer;
      work.add(() -> write(database, trail, number, rounds));
    }
    int committed = 0;
    for (Future<Integer> done : writers.invokeAll(work)) {
      committed += done.get();
    }
    writers.shutdown();
    trail.close();
    sealer.close();

    assertEquals(16 * rounds * 3 / 4, committed);
    assertEquals(committed, count(trail, "create"));
    // each writer reads studies of its own: one entry for each, and all repetitions counted
    assertEquals(16 * 4 + 16 * 4, count(trail, "read"));
    assertEquals(
        (long) 16 * rounds,
        trail.entries().stream()
            .filter(entry -> entry.get("counts") != null)
            .mapToLong(entry -> (Long) entry.get("times"))
            .sum());
    assertEquals(16 * rounds, count(trail, "refused"));

    Verdict verdict = verification(trail).verify(Callers.ADMIN);
    assertNull(verdict.problem());
    assertEquals(trail.entries().size(), verdict.checked());
    assertEquals(0, verdict.unsealed());
    assertTrue(verdict.heads() > 0, "the last head was written at the stop");
    assertEquals(verdict.lastSealNo(), heads(trail).last().orElseThrow().sealNo());
  }

  private static int write(TestDatabase database, TestTrail trail, int writer, int rounds)
      throws SQLException {
    int committed = 0;
    for (int i = 0; i < rounds; i++) {
      try (Connection connection = database.dataSource().getConnection()) {
        connection.setAutoCommit(false);
        trail
            .trail()
            .change(
                connection,
                Callers.EDITOR,
                AuditEvent.of(AuditAction.CREATE, "mask", writer + "." + i));
        if (i % 4 == 3) {
          connection.rollback();
        } else {
          connection.commit();
          committed++;
        }
      }
      trail
          .trail()
          .read(
              Callers.READER,
              AuditEvent.of(AuditAction.READ, "image", i).ofStudy("1." + writer + "." + i % 4));
      trail
          .trail()
          .event(Callers.READER, AuditEvent.of(AuditAction.REFUSED, "operation", writer + "/" + i));
    }
    return committed;
  }

  private static long count(TestTrail trail, String action) {
    return trail.entries().stream().filter(entry -> entry.get("action").equals(action)).count();
  }

  @ParameterizedTest
  @MethodSource("databases")
  void entriesThatAreCommittedInAnotherOrderAreSealedAll(TestDatabase database) throws Exception {
    try (TestTrail trail = new TestTrail(database);
        Connection slow = database.dataSource().getConnection()) {
      slow.setAutoCommit(false);
      trail.trail().change(slow, Callers.EDITOR, event(1));
      trail.trail().event(Callers.EDITOR, event(2));
      assertEquals(1, trail.chain().seal(10), "the open one holds nobody up");
      slow.commit();
      assertEquals(1, trail.chain().seal(10));
      assertEquals(List.of(2L, 1L), sealNumbers(trail));
      assertNull(verification(trail).verify(Callers.ADMIN).problem());
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aChangedFieldIsFound(TestDatabase database) throws Exception {
    for (String change :
        List.of(
            "at_micros = at_micros + 1",
            "user_id = 8",
            "user_id = null",
            "username = 'other'",
            "address = '192.0.2.99'",
            "action = 'read'",
            "object = 'image'",
            "object_id = '77'",
            "project_id = 9",
            "study_uid = '1.2'",
            "patient_id = 'P-2'",
            "details = 'n=1'",
            "times = 2",
            "counts = 1")) {
      try (TestTrail trail = sealed(database, 5)) {
        execute(database, "update audit_entry set " + change + " where seal_no = 3");
        Verdict verdict = verification(trail).verify(Callers.ADMIN);
        assertEquals(Kind.CHANGED, verdict.problem().kind(), change);
        assertEquals(3, verdict.problem().sealNo());
        assertEquals(
            trail.entries().get(2).get("id"), verdict.problem().entryId(), "the first bad entry");
        empty(database);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aRemovedEntryIsFound(TestDatabase database) throws Exception {
    try (TestTrail trail = sealed(database, 5)) {
      execute(database, "delete from audit_entry where seal_no = 2");
      Verdict verdict = verification(trail).verify(Callers.ADMIN);
      assertEquals(Kind.REMOVED, verdict.problem().kind());
      assertEquals(2, verdict.problem().sealNo());
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void entriesInEachOthersPlaceAreFound(TestDatabase database) throws Exception {
    try (TestTrail trail = sealed(database, 5)) {
      execute(database, "update audit_entry set seal_no = -2 where seal_no = 2");
      execute(database, "update audit_entry set seal_no = 2 where seal_no = 4");
      execute(database, "update audit_entry set seal_no = 4 where seal_no = -2");
      Verdict verdict = verification(trail).verify(Callers.ADMIN);
      assertEquals(Kind.CHANGED, verdict.problem().kind());
      assertEquals(2, verdict.problem().sealNo());
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aTailThatWasCutIsFoundByTheHead(TestDatabase database) throws Exception {
    try (TestTrail trail = sealed(database, 5)) {
      writeHead(trail);
      String hash = (String) trail.entries().get(2).get("hash");
      execute(database, "delete from audit_entry where seal_no > 3");
      execute(database, "update audit_chain set seal_no = 3, hash = '" + hash + "'");
      Verdict verdict = verification(trail).verify(Callers.ADMIN);
      assertEquals(Kind.CUT, verdict.problem().kind());
      assertEquals(4, verdict.problem().sealNo());

      trail.trail().event(Callers.EDITOR, event(100));
      trail.trail().event(Callers.EDITOR, event(101));
      trail.chain().seal(10);
      verdict = verification(trail).verify(Callers.ADMIN);
      assertEquals(Kind.REWRITTEN, verdict.problem().kind(), "others in their place");
      assertEquals(5, verdict.problem().sealNo());
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void headsThatAreNotOursAreFound(TestDatabase database) throws Exception {
    try (TestTrail trail = sealed(database, 5)) {
      writeHead(trail);
      Path file = folder.resolve("heads-000001.txt");
      String line = Files.readString(file);
      Files.writeString(file, line.replaceFirst("^v2 1 5 ", "v2 1 4 "));
      assertEquals(Kind.HEAD, verification(trail).verify(Callers.ADMIN).problem().kind());
      Files.writeString(file, "nonsense\n" + line);
      assertEquals(Kind.HEAD, verification(trail).verify(Callers.ADMIN).problem().kind());
      Files.writeString(file, line);
      assertNull(verification(trail).verify(Callers.ADMIN).problem());
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void onlyWhoMayReadTheTrailVerifiesItAndThatIsToldOf(TestDatabase database) throws Exception {
    try (TestTrail trail = sealed(database, 2)) {
      FakeAuditTrail told = new FakeAuditTrail();
      Verification verification = Verification.at(trail.chain(), heads(trail), told, trail.clock());
      assertThrows(LaminaException.class, () -> verification.verify(Callers.MANAGER));
      assertEquals(List.of(), told.entries());
      verification.verify(Callers.ADMIN);
      assertEquals("audit-trail", told.entries().get(0).event().object());
    }
  }

  @Test
  void postgresqlRefusesToChangeWhatIsThere() throws Exception {
    try (TestDatabase database = TestDatabase.postgres(VerificationTest.class, "audit");
        TestTrail trail = sealed(database, 3);
        Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      trail.trail().event(Callers.EDITOR, event(99));
      for (String sql :
          List.of(
              "delete from audit_entry where seal_no = 2",
              "update audit_entry set username = 'other' where seal_no = 2",
              "update audit_entry set hash = 'x' where seal_no = 2",
              "update audit_entry set seal_no = null, hash = null where seal_no = 2",
              "update audit_entry set username = 'x', seal_no = 4 where seal_no is null",
              "truncate audit_entry")) {
        assertThrows(SQLException.class, () -> statement.execute(sql), sql);
      }
      assertEquals(1, trail.chain().seal(10), "sealing goes on");
    }
  }

  private TestTrail sealed(TestDatabase database, int entries) {
    TestTrail trail = new TestTrail(database);
    IntStream.range(0, entries).forEach(i -> trail.trail().event(Callers.EDITOR, event(i)));
    assertEquals(entries, trail.chain().seal(100));
    return trail;
  }

  private void writeHead(TestTrail trail) throws Exception {
    new Sealer(trail.chain(), heads(trail)).close();
  }

  private static AuditEvent event(int number) {
    return AuditEvent.of(AuditAction.UPDATE, "mask", number);
  }

  private Heads heads(TestTrail trail) throws Exception {
    return new Heads(VAULT, new DiskHeadFiles(folder, DiskHeadFiles.MOST_BYTES), trail.copies());
  }

  private Verification verification(TestTrail trail) throws Exception {
    return Verification.at(trail.chain(), heads(trail), new FakeAuditTrail(), trail.clock());
  }

  private static List<Object> sealNumbers(TestTrail trail) {
    return trail.entries().stream().map(entry -> entry.get("seal_no")).toList();
  }

  private static void empty(TestDatabase database) throws SQLException {
    execute(database, "delete from audit_entry");
    execute(database, "update audit_chain set seal_no = 0, hash = '" + "0".repeat(64) + "'");
  }

  /** As somebody does who owns the database, and so may switch triggers off. */
  private static void execute(TestDatabase database, String sql) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      if (database.toString().equals("PostgreSQL")) {
        statement.execute("alter table audit_entry disable trigger user");
      }
      statement.execute(sql);
    }
  }
}
