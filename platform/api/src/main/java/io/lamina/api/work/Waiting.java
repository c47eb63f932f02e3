package io.lamina.api.work;

/**
 * Waiting is no work: who waits in a queue of his capability, or for another system, gives away the
 * turn of the request that his thread works on. Otherwise the many requests of one client that wait
 * for what is scarce would have all turns, and nobody else would be served (decision 020).
 */
public final class Waiting {
  private static final ThreadLocal<Turn> TURN = new ThreadLocal<>();

  private Waiting() {}

  /** The turn of one request; used by one thread at a time. */
  public interface Turn {
    /** Gives it away. */
    void pause();

    /** Takes it again; may wait for it, for a bounded time, and goes on without it after that. */
    void resume();
  }

  /** What is waited for. */
  @FunctionalInterface
  public interface Wait<T, E extends Exception> {
    T end() throws E;
  }

  /** Work on a request. */
  @FunctionalInterface
  public interface Work<E extends Exception, F extends Exception> {
    void run() throws E, F;
  }

  /**
   * For the front door: works on a request in this thread.
   *
   * @param turn what {@link #outOfTurn} gives away meanwhile
   */
  public static <E extends Exception, F extends Exception> void with(Turn turn, Work<E, F> work)
      throws E, F {
    Turn before = TURN.get();
    TURN.set(turn);
    try {
      work.run();
    } finally {
      if (before == null) {
        TURN.remove();
      } else {
        TURN.set(before);
      }
    }
  }

  /**
   * Waits without the turn, and takes it again. No lock may be held that others need to end their
   * work. In a thread that works on no request it just waits.
   *
   * @return what the wait ended with
   */
  public static <T, E extends Exception> T outOfTurn(Wait<T, E> wait) throws E {
    Turn turn = TURN.get();
    if (turn == null) {
      return wait.end();
    }
    TURN.remove();
    turn.pause();
    try {
      return wait.end();
    } finally {
      turn.resume();
      TURN.set(turn);
    }
  }
}
