package io.lamina.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.identity.Caller;
import io.lamina.testkit.Callers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HeaderTurnsTest {
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger running = new AtomicInteger();
  private final HeaderTurns turns = new HeaderTurns(3);

  @AfterEach
  void close() {
    end.countDown();
    turns.close();
  }

  @Test
  void leavesOneTurnToWhoeverComesNext() throws Exception {
    List<Future<Integer>> flood = flood(Callers.EDITOR, 10);
    assertEquals("served", turns.submit(Callers.READER, () -> "served").get());
    // those of the flood run, but for the turn that the other one had and left free
    assertTrue(running.get() <= 2, "running " + running);
    end.countDown();
    for (Future<Integer> one : flood) {
      assertTrue(one.get() <= 3);
    }
  }

  @Test
  void tellsAddressesWithoutSignInApart() throws Exception {
    flood(Caller.anonymous("192.0.2.1"), 10);
    assertEquals("served", turns.submit(Caller.anonymous("192.0.2.2"), () -> "served").get());
  }

  @Test
  void givesATurnThatComesFreeToWhoHasNone() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    flood(Callers.EDITOR, 2);
    Future<Boolean> last = turns.submit(Callers.ADMIN, () -> first.await(1, TimeUnit.HOURS));
    List<Future<Integer>> more = flood(Callers.EDITOR, 10);
    Future<String> waiting = turns.submit(Callers.READER, () -> "served");
    first.countDown();
    assertTrue(last.get());
    assertEquals("served", waiting.get());
    assertFalse(more.get(0).isDone());
  }

  @Test
  void holdsBackWhoBringsTooMuchUntilSomeOfItIsDone() throws Exception {
    flood(Callers.EDITOR, 2 + HeaderTurns.MOST_WAITING_OF_ONE);
    CompletableFuture<Future<String>> held =
        CompletableFuture.supplyAsync(() -> turns.submit(Callers.EDITOR, () -> "late"));
    assertEquals("served", turns.submit(Callers.READER, () -> "served").get());
    assertFalse(held.isDone());
    end.countDown();
    assertEquals("late", held.get().get());
  }

  @Test
  void doesWhatWaitsAfterTheEndAndTheRestAtOnce() throws Exception {
    List<Future<Integer>> flood = flood(Callers.EDITOR, 2 + HeaderTurns.MOST_WAITING_OF_ONE);
    turns.close();
    assertTrue(turns.submit(Callers.EDITOR, () -> "at once").isDone());
    end.countDown();
    for (Future<Integer> one : flood) {
      assertTrue(one.get() <= 3);
    }
  }

  @Test
  void whoWaitsForTheEndMeetsWhatTheWorkThrows() throws Exception {
    assertEquals("served", turns.done(Callers.READER, () -> "served"));
    IOException torn = new IOException("torn");
    assertEquals(
        torn,
        assertThrows(
            IOException.class,
            () ->
                turns.done(
                    Callers.READER,
                    () -> {
                      throw torn;
                    })));
  }

  /** Work that lasts until the end of the test; answers how much ran at once. */
  private List<Future<Integer>> flood(Caller caller, int count) {
    List<Future<Integer>> flood = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      flood.add(
          turns.submit(
              caller,
              () -> {
                int atOnce = running.incrementAndGet();
                try {
                  end.await();
                  return atOnce;
                } finally {
                  running.decrementAndGet();
                }
              }));
    }
    return flood;
  }
}
