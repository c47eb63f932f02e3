package io.lamina.masks.domain;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A part of a list of annotations.
 *
 * @param items read some at a time while they are walked, for a page of them may be large; what is
 *     deleted meanwhile is left out
 * @param total number of items in the whole list
 */
public record InParts<T>(Iterable<T> items, long total) {
  /** Held in memory at once by a list; each has up to half a mebibyte. */
  private static final int AT_ONCE = 20;

  static <T> InParts<T> of(Listing<Long> keys, Function<List<Long>, List<T>> read) {
    List<Long> all = keys.items();
    return new InParts<>(
        () ->
            IntStream.range(0, (all.size() + AT_ONCE - 1) / AT_ONCE)
                .mapToObj(
                    part -> all.subList(part * AT_ONCE, Math.min(all.size(), (part + 1) * AT_ONCE)))
                .flatMap(part -> read.apply(part).stream())
                .iterator(),
        keys.total());
  }
}
