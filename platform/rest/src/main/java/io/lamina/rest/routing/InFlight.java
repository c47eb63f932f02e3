package io.lamina.rest.routing;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts the requests that use something which may go away. Once closed it lets nobody in any more,
 * and whoever closed it can wait for those inside.
 */
public final class InFlight {
  /** Set in the count once closed; below it the number of requests inside. */
  private static final long CLOSED = 1L << 62;

  private final AtomicLong count = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition empty = lock.newCondition();
  private final AtomicReference<Runnable> whenEmpty = new AtomicReference<>();

  /**
   * @return false when it is closed; true obliges to {@link #leave}
   */
  public boolean enter() {
    long now;
    do {
      now = count.get();
      if ((now & CLOSED) != 0) {
        return false;
      }
    } while (!count.compareAndSet(now, now + 1));
    return true;
  }

  public void leave() {
    if (count.decrementAndGet() == CLOSED) {
      lock.lock();
      try {
        empty.signalAll();
      } finally {
        lock.unlock();
      }
      runWhenEmpty();
    }
  }

  public void close() {
    count.updateAndGet(now -> now | CLOSED);
  }

  /**
   * Closes without waiting.
   *
   * @param last run once, by whoever leaves last
   */
  public void close(Runnable last) {
    whenEmpty.set(last);
    close();
    if (count.get() == CLOSED) {
      runWhenEmpty();
    }
  }

  private void runWhenEmpty() {
    Runnable last = whenEmpty.getAndSet(null);
    if (last != null) {
      last.run();
    }
  }

  /**
   * Closes and waits for the last request.
   *
   * @return whether all were out in time
   */
  public boolean closeAndAwait(Duration most) {
    close();
    long left = most.toNanos();
    lock.lock();
    try {
      while (count.get() != CLOSED && left > 0) {
        left = empty.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    return count.get() == CLOSED;
  }

  /** Requests inside, 0 and up. */
  public long inside() {
    return count.get() & ~CLOSED;
  }
}
