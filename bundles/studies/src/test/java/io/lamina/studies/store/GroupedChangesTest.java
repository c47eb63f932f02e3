package io.lamina.studies.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.error.LaminaException;
import io.lamina.studies.domain.CatalogChange;
import io.lamina.studies.domain.NewStudy;
import io.lamina.studies.domain.PatientFacts;
import io.lamina.studies.domain.StudyFacts;
import io.lamina.studies.domain.StudyRef;
import io.lamina.testkit.FakeAuditTrail;
import io.lamina.testkit.TestDatabase;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.aries.jpa.template.JpaTemplate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GroupedChangesTest {
  static Stream<TestDatabase> databases() {
    return TestDatabase.all(JdbcCatalog.class, "studies");
  }

  @ParameterizedTest
  @MethodSource("databases")
  void oneThatFailsSpoilsNoOther(TestDatabase database) throws Exception {
    JdbcCatalog catalog =
        new JdbcCatalog(database.jpa(), new Schema(database.migrations()), new FakeAuditTrail());
    CountDownLatch free = new CountDownLatch(1);
    List<FutureTask<StudyRef>> changes = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      String uid = "1." + i;
      boolean first = i == 0;
      boolean bad = i == 3;
      changes.add(
          new FutureTask<>(
              () ->
                  catalog.changeInGroup(
                      change -> {
                        if (first) {
                          await(free);
                        }
                        StudyRef study = insert(change, uid);
                        if (bad) {
                          throw LaminaException.conflict("no");
                        }
                        return study;
                      })));
      Thread thread = new Thread(changes.get(i));
      threads.add(thread);
      thread.start();
      // the first holds the lock, the others wait for it: they will be one group
      while (thread.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }
    free.countDown();
    for (int i = 0; i < 6; i++) {
      FutureTask<StudyRef> change = changes.get(i);
      if (i == 3) {
        ExecutionException failed = assertThrows(ExecutionException.class, change::get);
        assertTrue(failed.getCause() instanceof LaminaException);
      } else {
        assertEquals("1." + i, change.get().uid());
      }
    }
    List<String> all = List.of("1.0", "1.1", "1.2", "1.3", "1.4", "1.5");
    List<String> there =
        catalog.change(change -> change.lockStudies(all, List.of(StudyRef.MAIN))).stream()
            .map(StudyRef::uid)
            .sorted()
            .toList();
    assertEquals(List.of("1.0", "1.1", "1.2", "1.4", "1.5"), there);
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aCommitThatFailsIsNotRunAgain(TestDatabase database) throws Exception {
    AtomicBoolean lost = new AtomicBoolean();
    JdbcCatalog catalog =
        new JdbcCatalog(
            losingAnswers(database.jpa(), lost),
            new Schema(database.migrations()),
            new FakeAuditTrail());
    CountDownLatch free = new CountDownLatch(1);
    AtomicInteger runs = new AtomicInteger();
    List<FutureTask<StudyRef>> changes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      String uid = "2." + i;
      boolean first = i == 0;
      changes.add(
          new FutureTask<>(
              () ->
                  catalog.changeInGroup(
                      change -> {
                        if (first) {
                          await(free);
                        } else {
                          lost.set(true);
                        }
                        runs.incrementAndGet();
                        return insert(change, uid);
                      })));
      Thread thread = new Thread(changes.get(i));
      thread.start();
      while (thread.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }
    free.countDown();
    assertEquals("2.0", changes.get(0).get().uid());
    assertThrows(ExecutionException.class, changes.get(1)::get);
    assertThrows(ExecutionException.class, changes.get(2)::get);
    assertEquals(3, runs.get());
    lost.set(false);
    List<String> all = List.of("2.0", "2.1", "2.2");
    assertEquals(
        3, catalog.change(change -> change.lockStudies(all, List.of(StudyRef.MAIN))).size());
  }

  /** Commits, and tells nobody: as a connection that is lost on the way back. */
  private static JpaTemplate losingAnswers(JpaTemplate jpa, AtomicBoolean lost) {
    return (JpaTemplate)
        Proxy.newProxyInstance(
            JpaTemplate.class.getClassLoader(),
            new Class<?>[] {JpaTemplate.class},
            (proxy, method, arguments) -> {
              Object answer = method.invoke(jpa, arguments);
              if (lost.get()) {
                throw new IllegalStateException("The connection was lost");
              }
              return answer;
            });
  }

  private static StudyRef insert(CatalogChange change, String uid) {
    StudyRef study = new StudyRef(change.newStudyId(), uid, StudyRef.MAIN, true, 1L, 1);
    change.insertStudies(
        List.of(
            new NewStudy(
                study,
                new PatientFacts("7", "Doe^John", null, null),
                new StudyFacts(uid, null, null, null, "", "", null),
                "CT")));
    return study;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
