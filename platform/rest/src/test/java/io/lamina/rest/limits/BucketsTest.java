package io.lamina.rest.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.rest.limits.Buckets.Key;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BucketsTest {
  private final AtomicLong clock = new AtomicLong();
  private final Buckets buckets = new Buckets(1000, clock::get);

  private static Key key(Object subject) {
    return new Key(subject, "viewer", false);
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  private int granted(Key key, long figure, int asked) {
    int granted = 0;
    for (int i = 0; i < asked; i++) {
      granted += buckets.take(key, figure).granted() ? 1 : 0;
    }
    return granted;
  }

  @Test
  void givesTheFigureAndNoMore() {
    for (int i = 1; i <= 100; i++) {
      Quota quota = buckets.take(key("a"), 100);
      assertTrue(quota.granted());
      assertEquals(100 - i, quota.remaining());
      assertEquals(100, quota.limit());
    }
    Quota refused = buckets.take(key("a"), 100);
    assertFalse(refused.granted());
    assertEquals(0, refused.remaining());
    assertTrue(buckets.take(key("b"), 100).granted(), "each key has a bucket of its own");
  }

  @Test
  void givesBackATenthEverySixMinutes() {
    granted(key("a"), 100, 100);
    pass(Duration.ofMinutes(5));
    Quota refused = buckets.take(key("a"), 100);
    assertFalse(refused.granted());
    assertEquals(Duration.ofMinutes(1), refused.untilNext());
    assertEquals(Duration.ofMinutes(55), refused.untilFull());
    pass(Duration.ofMinutes(1));
    assertEquals(10, granted(key("a"), 100, 50));
    pass(Duration.ofHours(1));
    assertEquals(100, granted(key("a"), 100, 150), "an hour later all of it is there, and no more");
  }

  @Test
  void aFigureThatDoesNotDivideComesBackWhole() {
    assertEquals(13, granted(key("a"), 13, 20));
    pass(Duration.ofMinutes(59));
    assertEquals(0, granted(key("a"), 13, 20));
    pass(Duration.ofMinutes(1));
    assertEquals(13, granted(key("a"), 13, 20));
  }

  @Test
  void isExactWithSixteenThreads() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      List<Callable<Integer>> work = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        work.add(() -> granted(key("a"), 1000, 500));
      }
      int granted = 0;
      for (Future<Integer> one : threads.invokeAll(work)) {
        granted += one.get();
      }
      assertEquals(1000, granted);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void forgetsWhatIsFullAgainAndNothingElse() {
    granted(key("once"), 100, 1);
    granted(key("often"), 100, 100);
    assertEquals(2, buckets.size());
    pass(Duration.ofMinutes(7));
    assertEquals(1, buckets.size());
    assertEquals(10, granted(key("often"), 100, 50));
    pass(Duration.ofHours(1));
    assertEquals(0, buckets.size());
  }

  @Test
  void aFloodOfKeysStaysWithinBoundsAndKeepsWhatIsUsedUp() {
    assertEquals(100, granted(key("worst"), 100, 120));
    for (int i = 0; i < 20_000; i++) {
      buckets.take(key("flood-" + i), 100);
    }
    assertTrue(buckets.size() <= 1000, () -> buckets.size() + " buckets");
    assertFalse(buckets.take(key("worst"), 100).granted());
  }

  @Test
  void anotherFigureKeepsWhatWasUsed() {
    granted(key("a"), 1000, 900);
    assertEquals(1099, buckets.take(key("a"), 2000).remaining(), "more gives the difference");
    assertEquals(499, buckets.take(key("a"), 500).remaining(), "less takes what is over");
    granted(key("b"), 100, 100);
    assertFalse(buckets.take(key("b"), 50).granted());
    assertEquals(9, buckets.take(key("b"), 60).remaining());
  }

  @Test
  void whatIsGivenBackIsThereAgainButNeverMoreThanTheFigure() {
    granted(key("a"), 10, 10);
    buckets.giveBack(key("a"), 0);
    buckets.giveBack(key("a"), 3);
    assertEquals(3, granted(key("a"), 10, 10));
    buckets.giveBack(key("a"), 500);
    assertEquals(10, granted(key("a"), 10, 30));
    buckets.giveBack(key("nobody"), 5);
    assertEquals(10, granted(key("nobody"), 10, 30));
  }
}
