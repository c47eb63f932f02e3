package io.lamina.studies.store;

import io.lamina.api.audit.AuditTrail;
import io.lamina.persistence.Conflicts;
import io.lamina.studies.domain.CatalogChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Small changes that come at once share a transaction, since a durable commit costs more than they
 * do: the first takes along those that came while another group was being written. A group in which
 * one fails is rolled back, and each then runs alone. Where the commit itself fails, nobody knows
 * what came of it: then all of them fail.
 */
final class GroupedChanges {
  private static final int MOST = 32;

  private final Database database;
  private final AuditTrail audit;
  private final Queue<Waiting<?>> queue = new ConcurrentLinkedQueue<>();
  private final ReentrantLock writing = new ReentrantLock();

  GroupedChanges(Database database, AuditTrail audit) {
    this.database = database;
    this.audit = audit;
  }

  <T> T run(Function<CatalogChange, T> work) {
    Waiting<T> mine = new Waiting<>(work);
    queue.add(mine);
    writing.lock();
    try {
      // whoever held the lock before may have done it; else it is in the queue still
      while (!mine.done) {
        runGroup();
      }
    } finally {
      writing.unlock();
    }
    return mine.answer();
  }

  private void runGroup() {
    List<Waiting<?>> group = new ArrayList<>();
    for (Waiting<?> next = queue.poll();
        next != null;
        next = group.size() < MOST ? queue.poll() : null) {
      group.add(next);
    }
    if (group.size() == 1 || !runTogether(group)) {
      group.forEach(this::runAlone);
    }
  }

  private boolean runTogether(List<Waiting<?>> group) {
    AtomicBoolean written = new AtomicBoolean();
    try {
      database.run(
          connection -> {
            JdbcChange change = new JdbcChange(connection, audit);
            group.forEach(one -> one.run(change));
            written.set(true);
            return null;
          });
    } catch (RuntimeException e) {
      if (!written.get() || Conflicts.cause(e)) {
        // surely rolled back; which one it was shows when each runs alone
        return false;
      }
      group.forEach(one -> one.failure = e);
    }
    group.forEach(one -> one.done = true);
    return true;
  }

  private void runAlone(Waiting<?> one) {
    try {
      database.runUntilAlone(
          connection -> {
            one.run(new JdbcChange(connection, audit));
            return null;
          });
    } catch (RuntimeException e) {
      one.failure = e;
    } finally {
      one.done = true;
    }
  }

  /** A change and what came of it; all of it is read and written under the lock. */
  private static final class Waiting<T> {
    private final Function<CatalogChange, T> work;
    private T result;
    private RuntimeException failure;
    private boolean done;

    Waiting(Function<CatalogChange, T> work) {
      this.work = work;
    }

    void run(CatalogChange change) {
      result = work.apply(change);
    }

    T answer() {
      if (failure != null) {
        throw failure;
      }
      return result;
    }
  }
}
