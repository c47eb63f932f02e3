package io.lamina.masks.domain;

import io.lamina.api.error.LaminaException;
import java.time.Duration;
import java.util.function.Supplier;

/** Somebody changed a mask or completed its file between a look at it and the transaction. */
final class ChangedMeanwhileException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int ATTEMPTS = 8;

  /**
   * Looks again and does it again.
   *
   * @throws LaminaException 503 when it keeps changing
   */
  static <T> T retried(Supplier<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return work.get();
      } catch (ChangedMeanwhileException e) {
        if (attempt == ATTEMPTS) {
          throw LaminaException.unavailable(
              "Too many changes of this mask at once; try again", Duration.ofSeconds(1));
        }
      }
    }
  }
}
