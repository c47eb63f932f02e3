package io.lamina.persistence.database;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Flushes one file to the disk for many waiting threads at once: whoever finds no flush under way
 * does one for all who wait by then. A flush of a file without dirty pages costs microseconds, so
 * read-only commits need no special case.
 */
final class GroupedFlush implements Closeable {
  private final Path file;
  private FileChannel channel;
  private long requested;
  private long flushed;
  private boolean flushing;

  GroupedFlush(Path file) {
    this.file = file;
  }

  /** Returns when everything written to the file before the call is on the disk. */
  void await() throws IOException {
    long mine;
    long target;
    FileChannel open;
    synchronized (this) {
      mine = ++requested;
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
        return;
      }
      flushing = true;
      target = requested;
      open = channel();
    }
    boolean done = false;
    // An interrupt would close the channel under everybody (java.nio.channels).
    boolean interrupted = Thread.interrupted();
    try {
      open.force(false);
      done = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      synchronized (this) {
        flushing = false;
        if (done) {
          flushed = Math.max(flushed, target);
        }
        notifyAll();
      }
    }
  }

  private FileChannel channel() throws IOException {
    if (channel == null || !channel.isOpen()) {
      channel = FileChannel.open(file, StandardOpenOption.WRITE);
    }
    return channel;
  }

  @Override
  public synchronized void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }
}
