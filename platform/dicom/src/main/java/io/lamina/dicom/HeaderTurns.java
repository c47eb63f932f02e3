package io.lamina.dicom;

import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.api.work.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Where headers of files are read, of all capabilities together, a few at once: each may take 64
 * MiB of the heap and, where it is made for that, 20 s (H-20). Nobody gets all turns for himself: a
 * caller who has one gets another only where one stays free, and of those who wait, who has least
 * comes first. Thread safe.
 */
@Component(service = HeaderTurns.class)
public final class HeaderTurns implements AutoCloseable {
  /** Headers of one caller that wait before he does; as many as an upload has at once. */
  public static final int MOST_WAITING_OF_ONE = 64;

  private final ThreadPoolExecutor threads;
  private final ReentrantLock lock = new ReentrantLock();

  /** By caller; whoever was served last is at the end. */
  private final Map<String, Line> lines = new LinkedHashMap<>();

  private int free;
  private boolean closed;

  /** As many at once as there are processors, two at least. */
  @Activate
  public HeaderTurns() {
    this(Math.max(2, Runtime.getRuntime().availableProcessors()));
  }

  /**
   * @param turns headers read at once, 2 and up
   */
  public HeaderTurns(int turns) {
    free = turns;
    threads =
        new ThreadPoolExecutor(
            turns,
            turns,
            1,
            TimeUnit.MINUTES,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, "dicom-header");
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Does the work when it is the caller's turn. Waits while too much of his waits already; after
   * the end of the component the work is done at once, by the thread that brings it.
   */
  public <T> Future<T> submit(Caller caller, Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    if (!Waiting.outOfTurn(() -> isQueued(caller.holder(), task))) {
      task.run();
    }
    return task;
  }

  /**
   * Does the work when it is the caller's turn, and waits for its end; the turn of the request is
   * given away meanwhile.
   *
   * @throws IOException as the work does
   * @throws LaminaException 503 where the server is shutting down; else as the work does
   */
  public <T> T done(Caller caller, Callable<T> work) throws IOException {
    Future<T> task = submit(caller, work);
    return Waiting.<T, IOException>outOfTurn(() -> end(task));
  }

  private static <T> T end(Future<T> task) throws IOException {
    try {
      return task.get();
    } catch (InterruptedException stopped) {
      task.cancel(false);
      Thread.currentThread().interrupt();
      throw LaminaException.unavailable("The server is shutting down", Duration.ofSeconds(5));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failed) {
        throw failed;
      }
      if (e.getCause() instanceof RuntimeException failed) {
        throw failed;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private boolean isQueued(String holder, FutureTask<?> task) {
    lock.lock();
    try {
      Line line = lines.computeIfAbsent(holder, name -> new Line(name, lock.newCondition()));
      line.entering++;
      try {
        while (!closed && line.waiting.size() >= MOST_WAITING_OF_ONE) {
          line.room.await();
        }
        if (!closed) {
          line.waiting.add(task);
        }
      } finally {
        line.entering--;
        serve();
      }
      return !closed;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw LaminaException.unavailable("The server is shutting down", Duration.ofSeconds(5));
    } finally {
      lock.unlock();
    }
  }

  /** Gives out what turns there are. */
  private void serve() {
    for (Line line = next(); line != null; line = next()) {
      Line served = line;
      FutureTask<?> task = line.waiting.remove();
      free--;
      line.held++;
      line.room.signal();
      lines.remove(line.holder);
      lines.put(line.holder, line);
      threads.execute(() -> run(served, task));
    }
    lines.values().removeIf(Line::isOver);
    if (closed && lines.isEmpty()) {
      threads.shutdown();
    }
  }

  private Line next() {
    Line next = null;
    for (Line line : lines.values()) {
      boolean possible = !line.waiting.isEmpty() && free > (line.held == 0 ? 0 : 1);
      if (possible && (next == null || line.held < next.held)) {
        next = line;
      }
    }
    return next;
  }

  private void run(Line line, FutureTask<?> task) {
    try {
      task.run();
    } finally {
      lock.lock();
      try {
        free++;
        line.held--;
        serve();
      } finally {
        lock.unlock();
      }
    }
  }

  /** What waits is still done. */
  @Override
  @Deactivate
  public void close() {
    lock.lock();
    try {
      closed = true;
      lines.values().forEach(line -> line.room.signalAll());
      serve();
    } finally {
      lock.unlock();
    }
  }

  /** What one caller has, and waits for. */
  private static final class Line {
    private final String holder;
    private final Condition room;
    private final Queue<FutureTask<?>> waiting = new ArrayDeque<>();
    private int entering;
    private int held;

    Line(String holder, Condition room) {
      this.holder = holder;
      this.room = room;
    }

    boolean isOver() {
      return waiting.isEmpty() && entering == 0 && held == 0;
    }
  }
}
