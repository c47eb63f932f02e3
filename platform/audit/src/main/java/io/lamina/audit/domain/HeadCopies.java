package io.lamina.audit.domain;

import java.util.List;

/**
 * Copies of the newest heads in the database, for files that lack them: a backup has the files as
 * they were a little before its database.
 */
public interface HeadCopies {
  /** So many are kept: a day of minutes. */
  int MOST = 1_440;

  /**
   * Keeps these in the place of all from the first of them on, and removes those that are too old;
   * committed on return.
   *
   * @param heads that follow each other, one at least
   */
  void keep(List<Head> heads);

  /** Those behind the given number, by number; {@link #MOST} at most. */
  List<Head> after(long number);

  /** Those with the highest numbers, the highest first; {@link #MOST} at most. */
  List<Head> newest();
}
