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

  /**
   * Runs it; once it has taken so long, commits wait for its end, but none longer than a pause
   * lasts: then they pass for a moment, before the next one.
   *
   * @param free how long nobody waits
   * @param pause longest wait of a commit; shorter than that for a connection
   * @param moment for commits between two pauses
   */
  void closeAfter(Duration free, Duration pause, Duration moment, Copying copying)
      throws SQLException {
    CountDownLatch done = new CountDownLatch(1);
    Thread keeper = new Thread(() -> keep(free, pause, moment, done), "lamina-database-gate");
    keeper.setDaemon(true);
    keeper.start();
    try {
      copying.run();
    } finally {
      done.countDown();
    }
  }

  private void keep(Duration free, Duration pause, Duration moment, CountDownLatch done) {
    try {
      boolean ended = done.await(free.toMillis(), TimeUnit.MILLISECONDS);
      while (!ended) {
        lock.writeLock().lock();
        try {
          ended = done.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
          lock.writeLock().unlock();
        }
        ended = ended || done.await(moment.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
