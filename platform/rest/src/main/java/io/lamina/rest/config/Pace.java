package io.lamina.rest.config;

import java.time.Duration;

/**
 * How slow a client may be.
 *
 * @param bytesPerSecond that have to move, on average over the window, while he is waited for; 0
 *     lets him be as slow as he likes
 * @param window what the average is taken over
 */
public record Pace(int bytesPerSecond, Duration window) {
  /**
   * @param nanos waited for the client
   * @param bytes that moved meanwhile
   */
  public boolean isTooSlow(long nanos, long bytes) {
    return nanos >= window.toNanos() && bytes < bytesPerSecond * (nanos / 1e9);
  }

  /** Whether a window is over and the next one begins. */
  public boolean isOver(long nanos) {
    return nanos >= window.toNanos();
  }
}
