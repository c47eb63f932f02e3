package io.lamina.studies.domain;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The catalog as it is written. */
public interface Catalog {
  /** Fresh numbers of instances, ascending; never given again. */
  long[] newInstanceIds(int count);

  /**
   * Runs one transaction, again from the start where another one came between (D-18): the work has
   * no effect but through its argument.
   */
  <T> T change(Function<CatalogChange, T> work);

  /**
   * As {@link #change}, for small changes that come often: it may share its transaction with
   * others, and waits for them.
   */
  <T> T changeInGroup(Function<CatalogChange, T> work);

  /** Those of the numbers that have a row. */
  Set<Long> existing(Collection<Long> instanceIds);

  /** What lies in quarantine, of all studies. */
  Quarantined quarantined();

  /** Numbers whose objects wait to be discarded, at most so many. */
  List<Long> discarded(int limit);

  /** Forgets numbers whose objects are gone. */
  void forgetDiscarded(Collection<Long> instanceIds);

  /** Bytes and instances in quarantine. */
  record Quarantined(long instances, long bytes) {}
}
