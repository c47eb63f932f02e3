package io.lamina.dicom.engine;

import io.lamina.api.error.LaminaException;
import io.lamina.api.metrics.Metric;
import io.lamina.dicom.InvalidDicomException;
import io.lamina.dicom.InvalidDicomException.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.MDC;

/**
 * Where frames are decoded: few threads, a time limit, and an edge at which any failure becomes one
 * of the object (H-20). Native code cannot be interrupted: a worker that passed its time is left
 * alone until it ends, and another takes its place, up to twice the number.
 */
final class Workers implements AutoCloseable {
  private static final int WAITING = 256;
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final int threads;
  private final Duration limit;
  private final ThreadPoolExecutor pool;
  private final AtomicInteger lost = new AtomicInteger();
  private final LongAdder refused = new LongAdder();

  Workers(int threads, Duration limit) {
    this.threads = threads;
    this.limit = limit;
    AtomicInteger number = new AtomicInteger();
    pool =
        new ThreadPoolExecutor(
            threads,
            2 * threads,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            task -> {
              Thread thread = new Thread(task, "lamina-dicom-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
  }

  /** One piece of work with what became of it. */
  private final class Task<T> implements Callable<T> {
    private final Callable<T> work;

    /** Whose request this is, for lines in the log. */
    private final Map<String, String> context = MDC.getCopyOfContextMap();

    private volatile long started;
    private boolean done;
    private boolean given;

    Task(Callable<T> work) {
      this.work = work;
    }

    @Override
    public T call() throws Exception {
      started = Math.max(1, System.nanoTime() & Long.MAX_VALUE);
      if (context != null) {
        MDC.setContextMap(context);
      }
      try {
        return work.call();
      } finally {
        MDC.clear();
        finish();
      }
    }

    private synchronized void finish() {
      done = true;
      if (given) {
        resize(lost.decrementAndGet());
      }
    }

    synchronized void giveUp() {
      if (!done && !given) {
        given = true;
        resize(lost.incrementAndGet());
      }
    }
  }

  private void resize(int withoutWorker) {
    pool.setCorePoolSize(Math.min(2 * threads, threads + Math.max(0, withoutWorker)));
  }

  /**
   * Does the work within the time limit.
   *
   * @throws InvalidDicomException TIMED_OUT, or what the object's failure is
   * @throws LaminaException 503 where all workers are busy
   */
  <T> T run(Callable<T> work) throws IOException {
    Task<T> task = new Task<>(work);
    Future<T> future;
    try {
      future = pool.submit(task);
    } catch (RejectedExecutionException full) {
      refused.increment();
      throw busy();
    }
    try {
      try {
        return future.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException waited) {
        if (task.started == 0) {
          future.cancel(false);
          throw busy();
        }
        long used = (System.nanoTime() & Long.MAX_VALUE) - task.started;
        return future.get(Math.max(0, limit.toNanos() - used), TimeUnit.NANOSECONDS);
      }
    } catch (TimeoutException slow) {
      task.giveUp();
      throw new InvalidDicomException(
          Reason.TIMED_OUT, "Decoding the pixel data took longer than allowed", slow);
    } catch (ExecutionException failed) {
      throw cause(failed.getCause());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw busy();
    }
  }

  private static RuntimeException cause(Throwable failure) throws IOException {
    if (failure instanceof EOFException) {
      return new InvalidDicomException(
          Reason.TRUNCATED, "The pixel data ends too early; send the file again", failure);
    }
    if (failure instanceof IOException broken) {
      throw broken;
    }
    if (failure instanceof LaminaException known) {
      return known;
    }
    if (failure instanceof OutOfMemoryError ours) {
      // the heap is ours, not the file's fault; bin/lamina's JVM ends on it before this is reached
      throw ours;
    }
    return new InvalidDicomException(
        Reason.MALFORMED, "The pixel data is damaged and cannot be decoded", failure);
  }

  private static LaminaException busy() {
    return LaminaException.unavailable("All image decoders are busy; try again", RETRY);
  }

  /** What is watched of the workers. */
  List<Metric> metrics() {
    return List.of(
        Metric.gauge("lamina_dicom_workers_busy", "Decoders at work.", pool.getActiveCount()),
        Metric.gauge(
            "lamina_dicom_workers_lost",
            "Decoders that passed their time and have not ended.",
            Math.max(0, lost.get())),
        Metric.gauge(
            "lamina_dicom_queue_length", "Frames that wait for a decoder.", pool.getQueue().size()),
        Metric.counter(
            "lamina_dicom_frames_total", "Frames decoded.", pool.getCompletedTaskCount()),
        Metric.counter(
            "lamina_dicom_refused_total",
            "Frames refused because too many waited.",
            refused.sum()));
  }

  @Override
  public void close() {
    pool.shutdown();
  }
}
