package io.lamina.masks.domain;

import java.util.function.Supplier;

/** One database transaction around calls of several stores. */
public interface Transactions {
  /**
   * Runs the work and commits; an exception rolls everything back. Work that loses against another
   * transaction is run again, so it must do nothing that a rollback does not undo.
   *
   * @throws io.lamina.api.error.LaminaException 503 when it keeps losing
   */
  <T> T inOne(Supplier<T> work);
}
