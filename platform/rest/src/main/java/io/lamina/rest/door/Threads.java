package io.lamina.rest.door;

import io.lamina.rest.connections.ConnectionGuard;
import io.lamina.rest.connections.Turns;
import io.lamina.rest.metrics.PlatformMetrics;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The threads of the front door, and what is watched of them. */
final class Threads {
  private static final int SPARE_THREADS = 64;
  private static final int IDLE_THREAD_MILLIS = 50;

  private Threads() {}

  /**
   * A thread for every connection that there can be, and some for the ports: however many clients
   * are waited for, `/health` and the others have theirs. How much is done at once, Turns bound.
   */
  static QueuedThreadPool forConnections(int connections) {
    QueuedThreadPool threads = new QueuedThreadPool(connections + SPARE_THREADS, 8);
    threads.setName("lamina-http");
    // one idle thread ends in each of these times: many that a crowd needed are gone in half a
    // minute
    threads.setIdleTimeout(IDLE_THREAD_MILLIS);
    return threads;
  }

  static void measure(
      PlatformMetrics metrics, QueuedThreadPool threads, Turns turns, ConnectionGuard guard) {
    metrics.gauge(
        "lamina_http_threads_busy",
        "Threads of the front door at work or waiting for a client.",
        () -> threads.getThreads() - threads.getIdleThreads());
    metrics.gauge(
        "lamina_http_queue_length",
        "Requests that wait for their turn.",
        () -> turns.waiting() + threads.getQueueSize());
    metrics.gauge("lamina_http_requests_at_work", "Requests that are worked on now.", turns::taken);
    metrics.gauge("lamina_http_connections", "Connections that are open.", guard::open);
    metrics.counter(
        "lamina_http_connections_refused_total",
        "Connections closed because there were too many.",
        guard::refused);
    metrics.counter(
        "lamina_http_connections_slow_total",
        "Connections closed because their clients were too slow.",
        guard::slow);
  }
}
