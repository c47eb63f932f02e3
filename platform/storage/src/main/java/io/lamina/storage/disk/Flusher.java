package io.lamina.storage.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
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
  /** A piece of work on files. */
  interface Task {
    void run() throws IOException;
  }

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
   * Does all the work and returns when all of it has ended.
   *
   * @throws IOException of the first task that failed
   */
  void all(Collection<? extends Task> tasks) throws IOException {
    List<Future<Void>> running = new ArrayList<>(tasks.size());
    for (Task task : tasks) {
      Callable<Void> call =
          () -> {
            task.run();
            return null;
          };
      try {
        running.add(threads.submit(call));
      } catch (RejectedExecutionException e) {
        awaitAll(running);
        throw new IOException("The object store is stopping", e);
      }
    }
    IOException failure = awaitAll(running);
    if (failure != null) {
      throw failure;
    }
  }

  /** Makes the entries of folders durable. One that is gone has lost its entries to a deletion. */
  void folders(Collection<Path> folders) throws IOException {
    List<Task> tasks = new ArrayList<>(folders.size());
    for (Path folder : folders) {
      tasks.add(() -> flushFolder(folder));
    }
    all(tasks);
  }

  private static void flushFolder(Path folder) throws IOException {
    try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
      entries.force(true);
    } catch (NoSuchFileException e) {
      // its last object was deleted meanwhile
    }
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

  /** Lets running work end; takes no more. */
  @Override
  public void close() {
    threads.shutdown();
  }
}
