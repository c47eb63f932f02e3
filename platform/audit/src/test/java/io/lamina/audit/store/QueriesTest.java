package io.lamina.audit.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lamina.api.audit.AuditAction;
import io.lamina.api.audit.AuditEvent;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.audit.domain.AuditFilter;
import io.lamina.audit.domain.AuditFilter.Outcome;
import io.lamina.audit.domain.AuditQueries.Found;
import io.lamina.audit.domain.AuditService;
import io.lamina.testkit.Callers;
import io.lamina.testkit.FakeAuditTrail;
import io.lamina.testkit.TestDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the trail answers. */
class QueriesTest {
  private static final AuditFilter ALL =
      new AuditFilter(null, null, null, null, null, null, null, null, null, null, null, null);

  private final FakeAuditTrail told = new FakeAuditTrail();

  static Stream<TestDatabase> databases() {
    return TestDatabase.all(QueriesTest.class, "audit");
  }

  @ParameterizedTest
  @MethodSource("databases")
  void eachFilterNarrows(TestDatabase database) {
    try (TestTrail trail = new TestTrail(database)) {
      trail
          .trail()
          .event(
              Callers.EDITOR,
              AuditEvent.of(AuditAction.CREATE, "mask", 7)
                  .inProject(3L)
                  .ofStudy("1.2.3")
                  .ofPatient("P-1"));
      trail.tick(60);
      trail.trail().event(Callers.READER, AuditEvent.of(AuditAction.READ, "study", 8));
      AuditService audit = audit(database, trail);
      Instant first = Instant.parse("2026-11-21T10:00:30Z");
      assertEquals(List.of("8", "7"), ids(audit.list(Callers.ADMIN, ALL, Long.MAX_VALUE, 10)));
      for (AuditFilter one :
          List.of(
              new AuditFilter(
                  "create", null, null, null, null, null, null, null, null, null, null, null),
              new AuditFilter(
                  null, null, "mask", null, null, null, null, null, null, null, null, null),
              new AuditFilter(
                  null, null, null, "7", null, null, null, null, null, null, null, null),
              new AuditFilter(null, null, null, null, 3L, null, null, null, null, null, null, null),
              new AuditFilter(
                  null, null, null, null, null, "editor", null, null, null, null, null, null),
              new AuditFilter(null, null, null, null, null, null, 3L, null, null, null, null, null),
              new AuditFilter(
                  null, null, null, null, null, null, null, "1.2.3", null, null, null, null),
              new AuditFilter(
                  null, null, null, null, null, null, null, null, "P-1", null, null, null),
              new AuditFilter(
                  null,
                  null,
                  null,
                  null,
                  null,
                  null,
                  null,
                  null,
                  null,
                  null,
                  first,
                  first.plusSeconds(60)))) {
        assertEquals(
            List.of("7"), ids(audit.list(Callers.ADMIN, one, Long.MAX_VALUE, 10)), one.toString());
      }
      AuditFilter elsewhere =
          new AuditFilter(
              null, null, null, null, null, null, null, null, null, "192.0.2.200", null, null);
      assertEquals(List.of(), ids(audit.list(Callers.ADMIN, elsewhere, Long.MAX_VALUE, 10)));
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void whatWasRefusedIsToldApart(TestDatabase database) {
    try (TestTrail trail = new TestTrail(database)) {
      for (AuditAction action : AuditAction.values()) {
        trail.trail().event(Callers.EDITOR, AuditEvent.of(action, "thing", action.key()));
      }
      AuditService audit = audit(database, trail);
      assertEquals(
          List.of("refused", "sign-in-refused"),
          ids(audit.list(Callers.ADMIN, with(Outcome.REFUSED), Long.MAX_VALUE, 20)));
      assertEquals(
          AuditAction.values().length - 2,
          audit.list(Callers.ADMIN, with(Outcome.SUCCESS), Long.MAX_VALUE, 20).size());
    }
  }

  private static AuditFilter with(Outcome outcome) {
    return new AuditFilter(
        null, outcome, null, null, null, null, null, null, null, null, null, null);
  }

  /** As in his report. */
  @ParameterizedTest
  @MethodSource("databases")
  void aPatientsListHasTheStudiesThatAreKnownToBeHis(TestDatabase database) {
    try (TestTrail trail = new TestTrail(database)) {
      AuditEvent upload = AuditEvent.of(AuditAction.CREATE, "study", 1).ofStudy("1.2.3");
      trail.trail().event(Callers.EDITOR, upload.ofPatient("P-1"));
      AuditEvent mask = AuditEvent.of(AuditAction.READ, "mask", 2);
      trail.trail().read(Callers.READER, mask.ofStudy("1.2.3"));
      trail.trail().read(Callers.READER, mask.ofStudy("1.2.4"));
      assertEquals(
          List.of("2", "1"),
          ids(audit(database, trail).list(Callers.ADMIN, ALL.about("P-1"), Long.MAX_VALUE, 10)));
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void pagesFollowEachOtherAndCountsAreShown(TestDatabase database) {
    try (TestTrail trail = new TestTrail(database)) {
      for (int i = 0; i < 5; i++) {
        trail.trail().read(Callers.READER, AuditEvent.of(AuditAction.READ, "study", i));
        trail.trail().read(Callers.READER, AuditEvent.of(AuditAction.READ, "study", i));
      }
      trail.tick(60);
      AuditService audit = audit(database, trail);
      List<Found> page = audit.list(Callers.ADMIN, ALL, Long.MAX_VALUE, 3);
      assertEquals(List.of("4", "3", "2"), ids(page));
      assertEquals(List.of(2L, 2L, 2L), page.stream().map(Found::times).toList());
      assertEquals(
          List.of("1", "0"), ids(audit.list(Callers.ADMIN, ALL, page.get(2).entry().id(), 3)));
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aPatientIsFoundByHisIdAndByHisStudies(TestDatabase database) {
    try (TestTrail trail = new TestTrail(database)) {
      AuditEvent upload = AuditEvent.of(AuditAction.CREATE, "study", 1).ofStudy("1.2.3");
      trail.trail().event(Callers.EDITOR, upload.ofPatient("P-1"));
      trail
          .trail()
          .read(Callers.READER, AuditEvent.of(AuditAction.READ, "mask", 2).ofStudy("1.2.3"));
      trail
          .trail()
          .read(Callers.READER, AuditEvent.of(AuditAction.READ, "mask", 3).ofStudy("1.2.4"));
      trail
          .trail()
          .event(Callers.ADMIN, AuditEvent.of(AuditAction.EXPORT, "report", 4).ofPatient("P-1"));
      for (int i = 0; i < 1_200; i++) {
        trail.trail().event(Callers.ADMIN, upload.with("n", i));
      }
      List<Found> found = new ArrayList<>();
      audit(database, trail).report(Callers.ADMIN, "P-1", null, null).each(found::add);
      assertEquals(List.of("1", "2", "4"), ids(found.subList(0, 3)));
      assertEquals(1_203, found.size(), "more than one page");

      found.clear();
      audit(database, trail).report(Callers.ADMIN, "P-2", null, null).each(found::add);
      assertEquals(List.of(), found);
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void readingTheTrailNeedsItsRightAndIsToldOf(TestDatabase database) {
    try (TestTrail trail = new TestTrail(database)) {
      AuditService audit = audit(database, trail);
      for (var caller : List.of(Callers.MANAGER, Callers.STRANGER)) {
        assertEquals(
            ErrorKind.FORBIDDEN,
            assertThrows(LaminaException.class, () -> audit.list(caller, ALL, Long.MAX_VALUE, 10))
                .kind());
        assertEquals(
            ErrorKind.FORBIDDEN,
            assertThrows(LaminaException.class, () -> audit.report(caller, "P", null, null))
                .kind());
      }
      assertEquals(
          ErrorKind.UNAUTHENTICATED,
          assertThrows(
                  LaminaException.class,
                  () -> audit.list(Callers.ANONYMOUS, ALL, Long.MAX_VALUE, 10))
              .kind());
      assertEquals(List.of(), told.entries());
      audit.list(Callers.ADMIN, ALL, Long.MAX_VALUE, 10);
      audit.report(Callers.ADMIN, "P-9", null, null);
      assertEquals(
          List.of("audit-trail", "audit-report"),
          told.entries().stream().map(entry -> entry.event().object()).toList());
      assertEquals("P-9", told.entries().get(1).event().patient());
    }
  }

  private AuditService audit(TestDatabase database, TestTrail trail) {
    return new AuditService(new JdbcAuditQueries(database.dataSource(), trail.schema()), told);
  }

  private static List<String> ids(List<Found> found) {
    return found.stream().map(one -> one.entry().objectId()).toList();
  }
}
