package io.lamina.persistence.database;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Lets commits pass, but for the end of a copy that would never end: H2's BACKUP runs after a file
 * that grows with every commit, and does not reuse its room meanwhile.
 */
final class CommitGate {
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock(true);

  /** Something that reaches the database. */
  interface Work<T> {
    T run() throws Throwable;
  }

  /** Something that commits must not outrun. */
  interface Copying {
    void run() throws SQLException;
  }

  <T> T pass(Work<T> commit) throws Throwable {
    lock.readLock().lock();
    try {
      return commit.run();
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Runs it; commits wait for its end once it has taken so long. */
  void closeAfter(Duration free, Copying copying) throws SQLException {
    CountDownLatch done = new CountDownLatch(1);
    Thread keeper = new Thread(() -> keepClosed(free, done), "lamina-database-gate");
    keeper.setDaemon(true);
    keeper.start();
    try {
      copying.run();
    } finally {
      done.countDown();
    }
  }

  private void keepClosed(Duration free, CountDownLatch done) {
    try {
      if (done.await(free.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
      lock.writeLock().lock();
      try {
        done.await();
      } finally {
        lock.writeLock().unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
