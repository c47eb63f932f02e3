package io.lamina.audit.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.audit.AuditAction;
import io.lamina.api.audit.AuditEvent;
import io.lamina.testkit.Callers;
import io.lamina.testkit.TestDatabase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sixteen threads of one caller read one study: nothing is counted twice, nothing is lost. */
class ContendedReadsTest {
  private static final int THREADS = 16;
  private static final int READS = 200;
  private static final long BOUND_SECONDS = 60;

  static Stream<TestDatabase> databases() {
    return TestDatabase.all(ContendedReadsTest.class, "audit");
  }

  @ParameterizedTest
  @MethodSource("databases")
  void ofOneMinuteThereIsOneEntryWithTheCountOfAll(TestDatabase database) throws Exception {
    TestTrail trail = new TestTrail(database);
    inEachThread(() -> read(trail, READS));
    trail.close();
    assertEquals(List.of((long) THREADS * READS), List.copyOf(timesOfFirsts(trail).values()));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void ofTwoMinutesThereAreTwoWithTheCountOfEach(TestDatabase database) throws Exception {
    TestTrail trail = new TestTrail(database);
    CyclicBarrier half = new CyclicBarrier(THREADS, () -> trail.tick(60));
    inEachThread(
        () -> {
          read(trail, READS / 2);
          half.await(BOUND_SECONDS, TimeUnit.SECONDS);
          read(trail, READS / 2);
        });
    trail.close();
    long each = (long) THREADS * READS / 2;
    assertEquals(List.of(each, each), List.copyOf(timesOfFirsts(trail).values()));
  }

  /** Minutes end between the lines of those who read: more first entries, but never other sums. */
  @ParameterizedTest
  @MethodSource("databases")
  void whereMinutesEndMeanwhileNoReadIsLost(TestDatabase database) throws Exception {
    TestTrail trail = new TestTrail(database);
    CountDownLatch begun = new CountDownLatch(THREADS);
    CountDownLatch rolled = new CountDownLatch(20);
    Thread clock =
        new Thread(
            () -> {
              await(begun);
              for (; rolled.getCount() > 0; rolled.countDown()) {
                trail.tick(60);
              }
            });
    clock.start();
    inEachThread(
        () -> {
          read(trail, 1);
          begun.countDown();
          read(trail, READS - 1);
        });
    await(rolled);
    clock.join(TimeUnit.SECONDS.toMillis(BOUND_SECONDS));
    trail.close();
    Map<Object, Long> times = timesOfFirsts(trail);
    assertEquals((long) THREADS * READS, times.values().stream().mapToLong(Long::longValue).sum());
  }

  private interface Work {
    void run() throws Exception;
  }

  private static void inEachThread(Work work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<Callable<Void>> all = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      all.add(
          () -> {
            work.run();
            return null;
          });
    }
    for (Future<Void> done : threads.invokeAll(all)) {
      done.get();
    }
    threads.shutdown();
  }

  private static void read(TestTrail trail, int times) {
    for (int i = 0; i < times; i++) {
      trail
          .trail()
          .read(Callers.READER, AuditEvent.of(AuditAction.READ, "image", i).ofStudy("1.2.3"));
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(BOUND_SECONDS, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How often each first entry happened: once, or what its row of the count says. */
  private static Map<Object, Long> timesOfFirsts(TestTrail trail) {
    Map<Object, Long> times = new HashMap<>();
    for (Map<String, Object> entry : trail.entries()) {
      Object first = entry.get("counts");
      Long before = times.put(first == null ? entry.get("id") : first, (Long) entry.get("times"));
      if (first != null) {
        assertEquals(1L, before, "one count for an entry that is there");
      }
    }
    return times;
  }
}
