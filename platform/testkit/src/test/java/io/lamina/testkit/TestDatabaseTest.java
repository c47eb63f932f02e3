package io.lamina.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TestDatabaseTest {
  static Stream<TestDatabase> databases() {
    return TestDatabase.all(ProbeRow.class, "probe");
  }

  @ParameterizedTest
  @MethodSource("databases")
  void keepsWhatIsCommittedAcrossAReopen(TestDatabase database) {
    assertRowSurvivesReopen(database);
  }

  @Test
  void keepsWhatIsCommittedInAnH2FileAcrossAReopen() {
    try (TestDatabase database = TestDatabase.h2File(ProbeRow.class, "probe")) {
      assertRowSurvivesReopen(database);
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void rollsBackTheWholeTransactionWhenAnExceptionLeavesTheOutermostCall(TestDatabase database) {
    IllegalStateException thrown = new IllegalStateException("no");
    RuntimeException caught =
        assertThrows(
            IllegalStateException.class,
            () ->
                database
                    .jpa()
                    .tx(
                        em -> {
                          database.jpa().tx(inner -> inner.persist(new ProbeRow("inner")));
                          em.flush();
                          throw thrown;
                        }));
    assertSame(thrown, caught);
    assertEquals(List.of(), labels(database));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void joinsTheOuterTransactionAndItsEntityManager(TestDatabase database) {
    database
        .jpa()
        .tx(
            em -> {
              em.persist(new ProbeRow("outer"));
              database.jpa().tx(inner -> assertSame(em, inner));
            });
    assertEquals(List.of("outer"), labels(database));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void refusesWhatTheTablesRefuse(TestDatabase database) {
    database.jpa().tx(em -> em.persist(new ProbeRow("same")));
    assertThrows(
        RuntimeException.class, () -> database.jpa().tx(em -> em.persist(new ProbeRow("same"))));
    assertEquals(List.of("same"), labels(database));
  }

  @Test
  void givesEachTestADatabaseOfItsOwn() {
    try (TestDatabase one = TestDatabase.h2(ProbeRow.class, "probe");
        TestDatabase other = TestDatabase.h2(ProbeRow.class, "probe")) {
      one.jpa().tx(em -> em.persist(new ProbeRow("mine")));
      assertEquals(List.of(), labels(other));
    }
  }

  @Test
  void failsWhereAScriptFolderIsMissing() {
    assertThrows(RuntimeException.class, () -> TestDatabase.h2(ProbeRow.class, "absent"));
  }

  private static void assertRowSurvivesReopen(TestDatabase database) {
    database.jpa().tx(em -> em.persist(new ProbeRow("kept")));
    database.reopen();
    assertEquals(List.of("kept"), labels(database));
    Instant at = database.jpa().txExpr(em -> em.find(ProbeRow.class, 1L).createdAt.toInstant());
    assertEquals(Instant.parse("2026-01-02T03:04:05.123456Z"), at);
    assertTrue(List.of("H2", "H2 file", "PostgreSQL").contains(database.toString()));
  }

  private static List<String> labels(TestDatabase database) {
    return database
        .jpa()
        .txExpr(
            em ->
                em.createQuery("select r.label from ProbeRow r order by r.id", String.class)
                    .getResultList());
  }
}
