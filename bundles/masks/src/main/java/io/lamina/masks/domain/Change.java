package io.lamina.masks.domain;

/**
 * One field of a partial update: left alone, or set to a value, which may be null.
 *
 * @param <T> type of the field
 */
public record Change<T>(boolean present, T value) {
  private static final Change<?> NONE = new Change<>(false, null);

  @SuppressWarnings("unchecked") // holds no value
  public static <T> Change<T> none() {
    return (Change<T>) NONE;
  }

  public static <T> Change<T> to(T value) {
    return new Change<>(true, value);
  }

  T orKeep(T old) {
    return present ? value : old;
  }
}
