package io.lamina.persistence;

import java.sql.SQLException;
import java.util.Set;

/** Failures after which the same transaction, run again, may succeed: on H2 and on PostgreSQL. */
public final class Conflicts {
  private static final Set<String> STATES =
      Set.of(
          "23505", // unique violation: another transaction made the row first
          "40001", // serialization failure, deadlock (H2)
          "40P01", // deadlock (PostgreSQL)
          "55P03", // lock not available (PostgreSQL)
          "HYT00", // lock time-out (H2)
          "90131" // concurrent update (H2)
          );

  private Conflicts() {}

  /** Whether a conflict with another transaction is among the causes. */
  public static boolean cause(Throwable thrown) {
    return has(thrown, STATES);
  }

  /**
   * Whether one of the SQL states is among the causes.
   *
   * @param states of five characters each (SQL:2016, and the database's own)
   */
  public static boolean has(Throwable thrown, Set<String> states) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        for (SQLException next = sql; next != null; next = next.getNextException()) {
          if (next.getSQLState() != null && states.contains(next.getSQLState())) {
            return true;
          }
        }
      }
      if (cause.getCause() == cause) {
        return false;
      }
    }
    return false;
  }
}
