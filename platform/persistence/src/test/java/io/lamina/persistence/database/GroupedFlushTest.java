package io.lamina.persistence.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupedFlushTest {
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void whoeverComesDuringAFlushIsServedByALaterOne() throws Exception {
    AtomicInteger flushes = new AtomicInteger();
    CountDownLatch firstRuns = new CountDownLatch(1);
    CountDownLatch firstMayEnd = new CountDownLatch(1);
    GroupedFlush group =
        new GroupedFlush(
            () -> {
              if (flushes.incrementAndGet() == 1) {
                firstRuns.countDown();
                awaitLatch(firstMayEnd);
              }
            });

    Future<?> first = threads.submit(() -> await(group));
    firstRuns.await();
    Future<?> second = threads.submit(() -> await(group));
    firstMayEnd.countDown();
    first.get();
    second.get();

    assertEquals(2, flushes.get(), "what was written during a flush needs another one");
  }

  @Test
  void manyWaitersShareFlushes() throws Exception {
    AtomicInteger flushes = new AtomicInteger();
    GroupedFlush group = new GroupedFlush(flushes::incrementAndGet);
    CyclicBarrier start = new CyclicBarrier(8);
    List<Future<?>> waiters = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      waiters.add(
          threads.submit(
              () -> {
                start.await();
                for (int k = 0; k < 500; k++) {
                  group.await();
                }
                return null;
              }));
    }
    for (Future<?> waiter : waiters) {
      waiter.get();
    }

    assertTrue(flushes.get() >= 500 && flushes.get() <= 4_000, "flushes: " + flushes.get());
  }

  @Test
  void aFailedFlushIsToldAndTheNextOneTriesAgain() throws Exception {
    AtomicInteger flushes = new AtomicInteger();
    GroupedFlush group =
        new GroupedFlush(
            () -> {
              if (flushes.incrementAndGet() == 1) {
                throw new IOException("disk gone");
              }
            });

    assertThrows(IOException.class, group::await);
    group.await();

    assertEquals(2, flushes.get());
  }

  @Test
  void anInterruptedCallerIsFlushedAndStaysInterrupted() throws Exception {
    AtomicInteger flushes = new AtomicInteger();
    GroupedFlush group =
        new GroupedFlush(
            () -> {
              flushes.incrementAndGet();
              assertTrue(!Thread.currentThread().isInterrupted(), "would close the channel");
            });

    Thread.currentThread().interrupt();
    group.await();

    assertTrue(Thread.interrupted());
    assertEquals(1, flushes.get());
  }

  private static Void await(GroupedFlush group) throws IOException {
    group.await();
    return null;
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
