package io.lamina.studies.domain;

import java.time.Instant;
import java.util.List;

/** Where the search for objects without rows stands. */
public interface SweepRecords {
  /**
   * @param sweptTo number up to which no object without a row is left
   * @param seen highest number that was issued at {@code seenAt}
   */
  record Mark(long sweptTo, long seen, Instant seenAt) {}

  Mark mark();

  void save(Mark mark);

  /** A number as high as any issued before. */
  long issued();

  /**
   * Numbers that have no row, ascending.
   *
   * @param after the first one is above it
   * @param upTo the last one looked at
   */
  List<Long> withoutRow(long after, long upTo);
}
