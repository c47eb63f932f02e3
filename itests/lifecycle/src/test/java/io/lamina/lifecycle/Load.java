package io.lamina.lifecycle;

import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Requests without a pause to the neighbour of the capability that changes. */
final class Load implements AutoCloseable {
  private static final int THREADS = 3;
  private static final int A_FEW = 60;

  /** One request of a user. */
  interface Request {
    Http.Answer send() throws IOException, InterruptedException;
  }

  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final Semaphore answered = new Semaphore(0);
  private volatile boolean stop;

  /**
   * @param requests sent in turn by each thread; each has to answer 2xx
   */
  Load(List<Request> requests) {
    for (int i = 0; i < THREADS; i++) {
      threads.execute(() -> run(requests));
    }
  }

  private void run(List<Request> requests) {
    for (int i = 0; !stop; i++) {
      try {
        final Http.Answer answer = requests.get(i % requests.size()).send();
        if (answer.status() / 100 != 2) {
          failures.add(answer.toString());
        }
        answered.release();
      } catch (IOException e) {
        failures.add(e.toString());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Waits until some more requests were answered in the present state of things. */
  void goOn() throws InterruptedException {
    answered.drainPermits();
    if (!answered.tryAcquire(A_FEW, 60, TimeUnit.SECONDS)) {
      throw new AssertionError("the neighbour stopped answering: " + failures);
    }
  }

  /** Everything that went wrong so far. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  @Override
  public void close() {
    stop = true;
    threads.shutdown();
    try {
      if (!threads.awaitTermination(60, TimeUnit.SECONDS)) {
        threads.shutdownNow();
        throw new AssertionError("a request hangs");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
