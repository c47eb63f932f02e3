package io.lamina.audit.domain;

import java.util.List;
import java.util.Optional;

/**
 * Copies of the newest heads in the database, for files that lack them: a backup has the files as
 * they were a little before its database.
 */
public interface HeadCopies {
  /** So many are kept: a day of minutes. */
  int MOST = 1_440;

  /** Adds one, and removes those that are too old; committed on return. */
  void keep(Head head);

  /** Those behind the given number, by number. */
  List<Head> after(long number);

  Optional<Head> last();
}
