package io.lamina.audit.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.audit.AuditAction;
import io.lamina.api.audit.AuditEvent;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.testkit.Callers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who comes while a commit is under way shares the next one. */
class SharedCommitsTest {
  private static final long BOUND_SECONDS = 30;

  private final BlockingEntries entries = new BlockingEntries();
  private final SharedCommits commits = new SharedCommits(entries);

  @AfterEach
  void end() {
    entries.go.countDown();
    commits.close();
  }

  @Test
  void fiftyReadersAtOnceNeedTwoCommits() throws Exception {
    List<CompletableFuture<Entry>> readers = new ArrayList<>(List.of(commits.add(entry(0))));
    entries.awaitFirst();
    IntStream.range(1, 50).forEach(i -> readers.add(commits.add(entry(i))));
    assertTrue(readers.stream().noneMatch(CompletableFuture::isDone), "nobody before his commit");
    entries.go.countDown();
    for (int i = 0; i < 50; i++) {
      assertEquals(Integer.toString(i), SharedCommits.await(readers.get(i)).objectId());
    }
    assertEquals(List.of(1, 49), entries.sizes);
  }

  @Test
  void aCommitHasABound() throws Exception {
    List<CompletableFuture<Entry>> readers = new ArrayList<>(List.of(commits.add(entry(0))));
    entries.awaitFirst();
    IntStream.range(1, 1_200).forEach(i -> readers.add(commits.add(entry(i))));
    entries.go.countDown();
    readers.forEach(SharedCommits::await);
    assertEquals(List.of(1, 500, 500, 199), entries.sizes);
  }

  @Test
  void whereACommitFailsAllInItAreRefusedAndTheNextOneGoesOn() throws Exception {
    CompletableFuture<Entry> first = commits.add(entry(0));
    entries.awaitFirst();
    CompletableFuture<Entry> second = commits.add(entry(1));
    CompletableFuture<Entry> third = commits.add(entry(2));
    entries.failing = true;
    entries.go.countDown();
    for (CompletableFuture<Entry> each : List.of(first, second, third)) {
      LaminaException refused =
          assertThrows(LaminaException.class, () -> SharedCommits.await(each));
      assertEquals(ErrorKind.UNAVAILABLE, refused.kind());
    }
    entries.failing = false;
    assertEquals("3", SharedCommits.await(commits.add(entry(3))).objectId());
  }

  private static Entry entry(int number) {
    return Entry.of(
        Instant.EPOCH, Callers.READER, AuditEvent.of(AuditAction.READ, "image", number));
  }

  /** A disk that takes as long as the test wants. */
  private static final class BlockingEntries implements Entries {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    private final List<Integer> sizes = new ArrayList<>();
    private volatile boolean failing;

    void awaitFirst() throws InterruptedException {
      assertTrue(begun.await(BOUND_SECONDS, TimeUnit.SECONDS), "the writer does not write");
    }

    @Override
    public List<Entry> add(List<Entry> group) {
      begun.countDown();
      sizes.add(group.size());
      try {
        assertTrue(go.await(BOUND_SECONDS, TimeUnit.SECONDS));
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      if (failing) {
        throw new IllegalStateException("The disk is full");
      }
      return group;
    }
  }
}
