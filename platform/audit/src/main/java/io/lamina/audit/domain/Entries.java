package io.lamina.audit.domain;

import java.util.List;

/** Where entries are added. */
public interface Entries {
  /**
   * Adds all of them in one transaction; durable on return.
   *
   * @return as stored, in the same order
   * @throws RuntimeException where the database refuses; then none is there, or nobody knows
   */
  List<Entry> add(List<Entry> entries);
}
