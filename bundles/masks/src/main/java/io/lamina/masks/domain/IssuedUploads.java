package io.lamina.masks.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Remembers which keys were given out. Written in batches, some seconds late, so that giving out a
 * link costs no commit: what a crash forgets of it can at worst leave an upload lying that nobody
 * completes. A name the key does not tell is written at once, for it is asked for later.
 */
@Component(service = IssuedUploads.class)
public final class IssuedUploads {
  private static final int BATCH = 200;
  private static final int LARGEST_BACKLOG = 100_000;

  private final StoredObjects objects;
  private final Transactions transactions;
  private final ConcurrentLinkedQueue<IssuedUpload> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();

  @Activate
  public IssuedUploads(@Reference StoredObjects objects, @Reference Transactions transactions) {
    this.objects = objects;
    this.transactions = transactions;
  }

  void add(IssuedUpload upload) {
    if (upload.fileName() != null) {
      write(List.of(upload));
      return;
    }
    waiting.add(upload);
    if (count.incrementAndGet() >= BATCH) {
      flush();
    }
  }

  @Deactivate
  void flush() {
    List<IssuedUpload> batch = new ArrayList<>();
    for (IssuedUpload next = waiting.poll(); next != null; next = waiting.poll()) {
      batch.add(next);
    }
    if (!batch.isEmpty()) {
      count.addAndGet(-batch.size());
      try {
        write(batch);
      } catch (RuntimeException e) {
        keepForLater(batch);
        throw e;
      }
    }
  }

  private void keepForLater(List<IssuedUpload> batch) {
    if (waiting.size() < LARGEST_BACKLOG) {
      waiting.addAll(batch);
      count.addAndGet(batch.size());
    }
  }

  private void write(List<IssuedUpload> batch) {
    transactions.inOne(
        () -> {
          objects.addIssued(batch);
          return null;
        });
  }
}
