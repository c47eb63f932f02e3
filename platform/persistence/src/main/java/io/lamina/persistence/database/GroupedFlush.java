package io.lamina.persistence.database;

import java.io.IOException;

/**
 * Flushes one file to the disk for many waiting threads at once: whoever finds no flush under way
 * does one for all who wait by then. A flush of a file without dirty pages costs microseconds, so
 * read-only commits need no special case.
 */
final class GroupedFlush {
  /** Puts everything written so far on the disk. */
  interface Flusher {
    void flush() throws IOException;
  }

  private final Flusher flusher;
  private long requested;
  private long flushed;
  private boolean flushing;

  GroupedFlush(Flusher flusher) {
    this.flusher = flusher;
  }

  /** Returns when everything written before the call is on the disk. */
  void await() throws IOException {
    // An interrupt would close the file's channel under everybody (java.nio.channels).
    boolean interrupted = Thread.interrupted();
    try {
      long target = becomeFlusher();
      if (target < 0) {
        return;
      }
      boolean done = false;
      try {
        flusher.flush();
        done = true;
      } finally {
        release(target, done);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The last request this thread has to flush for, or -1 when another thread did it meanwhile. */
  private synchronized long becomeFlusher() {
    long mine = ++requested;
    boolean interrupted = false;
    while (flushing && flushed < mine) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (flushed >= mine) {
      return -1;
    }
    flushing = true;
    return requested;
  }

  private synchronized void release(long target, boolean done) {
    flushing = false;
    if (done) {
      flushed = Math.max(flushed, target);
    }
    notifyAll();
  }
}
