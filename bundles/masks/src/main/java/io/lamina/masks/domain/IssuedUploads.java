package io.lamina.masks.domain;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Remembers which keys were given out, so that none is given out twice. Written in batches, some
 * seconds late, so that giving out a link costs no commit: what a crash forgets of it can leave an
 * upload lying that nobody completes, or let the link that is asked for next share its key, of
 * which one PUT alone succeeds. A name the key does not tell is written at once, for it is asked
 * for later.
 */
@Component(service = IssuedUploads.class)
public final class IssuedUploads {
  private static final int BATCH = 200;
  private static final int LARGEST_BACKLOG = 100_000;

  private final StoredObjects objects;
  private final Transactions transactions;

  /** Not written yet, by key. */
  private final ConcurrentMap<String, IssuedUpload> waiting = new ConcurrentHashMap<>();

  private final ReentrantLock writing = new ReentrantLock();

  @Activate
  public IssuedUploads(@Reference StoredObjects objects, @Reference Transactions transactions) {
    this.objects = objects;
    this.transactions = transactions;
  }

  /**
   * @return keys that were not given out before; no others may be used
   */
  Set<String> reserve(Collection<IssuedUpload> uploads) {
    // in memory first: whoever comes later finds it there, or, once it was written, in the table
    List<IssuedUpload> mine =
        uploads.stream()
            .filter(upload -> waiting.putIfAbsent(upload.key(), upload) == null)
            .toList();
    Set<String> free = new HashSet<>();
    Set<String> kept = new HashSet<>();
    try {
      mine.forEach(upload -> free.add(upload.key()));
      free.removeAll(objects.issued(Set.copyOf(free)));
      List<IssuedUpload> named =
          mine.stream()
              .filter(upload -> upload.fileName() != null && free.contains(upload.key()))
              .toList();
      if (!named.isEmpty()) {
        write(named);
      }
      kept.addAll(free);
      named.forEach(upload -> kept.remove(upload.key()));
    } finally {
      mine.stream()
          .filter(upload -> !kept.contains(upload.key()))
          .forEach(upload -> waiting.remove(upload.key(), upload));
    }
    if (waiting.size() >= BATCH && writing.tryLock()) {
      try {
        writeAll();
      } finally {
        writing.unlock();
      }
    }
    return free;
  }

  /** Whether a link was given out for the key and is not forgotten. */
  boolean includes(String key) {
    return waiting.containsKey(key) || !objects.issued(List.of(key)).isEmpty();
  }

  @Deactivate
  void flush() {
    writing.lock();
    try {
      writeAll();
    } finally {
      writing.unlock();
    }
  }

  private void writeAll() {
    List<IssuedUpload> batch =
        waiting.values().stream().filter(upload -> upload.fileName() == null).toList();
    if (batch.isEmpty()) {
      return;
    }
    boolean keep = false;
    try {
      write(batch);
    } catch (RuntimeException e) {
      keep = waiting.size() < LARGEST_BACKLOG;
      throw e;
    } finally {
      if (!keep) {
        batch.forEach(upload -> waiting.remove(upload.key(), upload));
      }
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
