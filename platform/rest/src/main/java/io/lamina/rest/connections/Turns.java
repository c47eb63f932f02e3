package io.lamina.rest.connections;

import io.lamina.api.error.LaminaException;
import io.lamina.api.work.Waiting;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many requests are worked on at once. A request that waits for its client, be it for the next
 * bytes of a body or for room to write to, gives its turn away meanwhile: a client that dribbles
 * holds a connection and a thread that sleeps, of which there are enough, but no work of others. So
 * does one that waits in a queue, by {@link Waiting}.
 */
public final class Turns {
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final long PATIENCE_SECONDS = 30;

  /**
   * Longest wait for a turn given away. Then the request goes on without one: it may hold what
   * those wait for who have the turns.
   */
  private static final long RETURN_SECONDS = 1;

  private final Semaphore turns;
  private final int count;

  public Turns(int count) {
    this.count = count;
    this.turns = new Semaphore(count, true);
  }

  /** Requests that are worked on now. */
  public int taken() {
    return count - turns.availablePermits();
  }

  /** Requests that wait for a turn. */
  public int waiting() {
    return turns.getQueueLength();
  }

  /**
   * Waits for a turn.
   *
   * @throws LaminaException 503 when none came in half a minute
   */
  public Turn take() {
    long start = System.nanoTime();
    try {
      if (turns.tryAcquire() || turns.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return new Turn(System.nanoTime() - start);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw LaminaException.unavailable("The server has too much to do. Try again shortly", SOON);
  }

  /** One request's turn; used by one thread at a time. */
  public final class Turn implements Waiting.Turn {
    private final long queuedNanos;
    private long clientNanos;
    private long pausedAt;
    private boolean held = true;

    private Turn(long queuedNanos) {
      this.queuedNanos = queuedNanos;
    }

    /** From here on the client is waited for, or a queue. */
    @Override
    public synchronized void pause() {
      pausedAt = System.nanoTime();
      end();
    }

    /** There is work again. */
    @Override
    public synchronized void resume() {
      clientNanos += System.nanoTime() - pausedAt;
      try {
        held = turns.tryAcquire() || turns.tryAcquire(RETURN_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /** Harmless when it is over already. */
    public synchronized void end() {
      if (held) {
        held = false;
        turns.release();
      }
    }

    /** Waited for the turn. */
    public long queuedNanos() {
      return queuedNanos;
    }

    /** Waited for the client so far. */
    public synchronized long clientNanos() {
      return clientNanos;
    }
  }
}
