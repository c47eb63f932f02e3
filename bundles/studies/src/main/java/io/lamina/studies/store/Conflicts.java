package io.lamina.studies.store;

import java.sql.SQLException;
import java.util.Set;

/** Failures that the same transaction may not meet again when it is repeated. */
final class Conflicts {
  private static final Set<String> STATES =
      Set.of(
          "23505", // unique violation: another upload made the row first
          "40001", // serialization failure, deadlock (H2)
          "40P01", // deadlock (PostgreSQL)
          "55P03", // lock not available (PostgreSQL)
          "HYT00", // lock time-out (H2)
          "90131" // concurrent update (H2)
          );

  private Conflicts() {}

  static boolean cause(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof SQLException sql) {
        for (SQLException next = sql; next != null; next = next.getNextException()) {
          if (next.getSQLState() != null && STATES.contains(next.getSQLState())) {
            return true;
          }
        }
      }
      if (t.getCause() == t) {
        return false;
      }
    }
    return false;
  }
}
