package io.lamina.masks.domain;

import io.lamina.api.error.LaminaException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What became of one item of several.
 *
 * @param value null where it was refused
 * @param refusal null where it was not
 */
public record Outcome<T>(T value, LaminaException refusal) {
  /** Does the work; a refusal is its outcome. */
  public static <T> Outcome<T> of(Supplier<T> work) {
    try {
      return new Outcome<>(work.get(), null);
    } catch (LaminaException e) {
      return new Outcome<>(null, e);
    }
  }

  public boolean succeeded() {
    return refusal == null;
  }

  public T orElseThrow() {
    if (refusal != null) {
      throw refusal;
    }
    return value;
  }

  /** Goes on, unless it was refused before. */
  public <R> Outcome<R> map(Function<T, R> next) {
    return succeeded() ? of(() -> next.apply(value)) : new Outcome<>(null, refusal);
  }
}
