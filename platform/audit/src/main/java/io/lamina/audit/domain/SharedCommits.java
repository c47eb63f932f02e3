package io.lamina.audit.domain;

import io.lamina.api.error.LaminaException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that writes what came while it was writing before as one transaction, since a durable
 * commit costs more than an entry. The queue is as long as there are threads that wait.
 */
final class SharedCommits implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SharedCommits.class);
  private static final int MOST = 500;
  private static final long PATIENCE_SECONDS = 20;

  /** The last one. No interrupt ends the thread: it would close H2's file under everybody. */
  private static final Waiting END = new Waiting(null, new CompletableFuture<>());

  private final Entries entries;
  private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
  private final Thread writer;
  private boolean closed;

  private record Waiting(Entry entry, CompletableFuture<Entry> stored) {}

  SharedCommits(Entries entries) {
    this.entries = entries;
    this.writer = new Thread(this::write, "audit-writer");
    writer.setDaemon(true);
    writer.start();
  }

  /** Hands an entry over; the answer comes when it is durable. */
  synchronized CompletableFuture<Entry> add(Entry entry) {
    Waiting waiting = new Waiting(entry, new CompletableFuture<>());
    if (closed) {
      waiting.stored().completeExceptionally(new IllegalStateException("The trail is closed"));
    } else {
      queue.add(waiting);
    }
    return waiting.stored();
  }

  /**
   * @throws LaminaException 503 where the entry is not durable: what it tells of must not happen
   */
  static Entry await(CompletableFuture<Entry> stored) {
    try {
      return stored.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.error("The audit trail cannot be written; what it would have told of is refused", e);
      throw unwritable();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unwritable();
    }
  }

  private static LaminaException unwritable() {
    return LaminaException.unavailable(
        "The audit trail cannot be written. Try again later", Duration.ofSeconds(5));
  }

  private void write() {
    boolean more = true;
    while (more) {
      List<Waiting> group = new ArrayList<>();
      try {
        group.add(queue.take());
      } catch (InterruptedException e) {
        throw new IllegalStateException("Nobody interrupts this thread", e);
      }
      queue.drainTo(group, MOST - 1);
      more = !group.remove(END);
      if (!group.isEmpty()) {
        write(group);
      }
    }
  }

  private void write(List<Waiting> group) {
    try {
      List<Entry> stored = entries.add(group.stream().map(Waiting::entry).toList());
      for (int i = 0; i < group.size(); i++) {
        group.get(i).stored().complete(stored.get(i));
      }
    } catch (RuntimeException e) {
      group.forEach(one -> one.stored().completeExceptionally(e));
    }
  }

  /** Writes what was handed over, and takes no more. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      queue.add(END);
    }
    try {
      writer.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
