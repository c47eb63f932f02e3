package io.lamina.storage.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Flushes many files at once: the file system's journal then writes them in a few groups instead of
 * one by one. Its threads do all flushing, also of a single file, so that an interrupted caller
 * cannot break a flush half-way.
 */
final class Flusher implements AutoCloseable {
  private final ThreadPoolExecutor threads;

  Flusher(int count) {
    AtomicInteger number = new AtomicInteger();
    threads =
        new ThreadPoolExecutor(
            count,
            count,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "lamina-storage-flush-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Makes the content of files and the entries of folders durable, and returns when all of it is
   * done. What is gone was deleted meanwhile, and is no failure.
   *
   * @throws IOException of the first flush that failed
   */
  void flush(Collection<Path> files, Collection<Path> folders) throws IOException {
    List<Future<Void>> running = new ArrayList<>(files.size() + folders.size());
    try {
      for (Path file : files) {
        running.add(threads.submit(() -> flush(file, StandardOpenOption.WRITE, false)));
      }
      for (Path folder : folders) {
        running.add(threads.submit(() -> flush(folder, StandardOpenOption.READ, true)));
      }
    } catch (RejectedExecutionException e) {
      awaitAll(running);
      throw new IOException("The object store is stopping", e);
    }
    IOException failure = awaitAll(running);
    if (failure != null) {
      throw failure;
    }
  }

  private static Void flush(Path path, StandardOpenOption mode, boolean withMetadata)
      throws IOException {
    try (FileChannel file = FileChannel.open(path, mode)) {
      file.force(withMetadata);
    } catch (NoSuchFileException e) {
      // deleted meanwhile
    }
    return null;
  }

  private static IOException awaitAll(List<Future<Void>> running) {
    IOException failure = null;
    boolean interrupted = false;
    for (Future<Void> one : running) {
      while (true) {
        try {
          one.get();
          break;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          IOException cause =
              e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
          if (failure == null) {
            failure = cause;
          } else {
            failure.addSuppressed(cause);
          }
          break;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return failure;
  }

  /** Flushes that wait for a thread. */
  int waiting() {
    return threads.getQueue().size();
  }

  /** Lets running work end; takes no more. */
  @Override
  public void close() {
    threads.shutdown();
  }
}
