package io.lamina.contract.harness;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for something that another process does: it cannot tell us, so we look again and again. */
public final class Await {
  private static final long LOOK_AGAIN_MILLIS = 50;

  private Await() {}

  /**
   * @param failure what to say when it did not happen in time
   */
  public static void until(Duration atMost, BooleanSupplier happened, Supplier<String> failure) {
    final long end = System.nanoTime() + atMost.toNanos();
    while (!happened.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError(failure.get());
      }
      try {
        TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
