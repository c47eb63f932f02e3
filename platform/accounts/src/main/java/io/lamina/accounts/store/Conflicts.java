package io.lamina.accounts.store;

import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import java.sql.SQLException;
import java.util.function.Supplier;
import javax.persistence.OptimisticLockException;

/** What the database refuses because somebody else was faster. */
final class Conflicts {
  /** H2 and PostgreSQL alike. */
  private static final String UNIQUE_VIOLATION = "23505";

  private Conflicts() {}

  /**
   * Runs a transaction.
   *
   * @param taken the message where a unique value is in use
   * @throws LaminaException 409 for a value in use, and for a row somebody else changed meanwhile
   */
  static <R> R refusing(String taken, Supplier<R> transaction) {
    try {
      return transaction.get();
    } catch (RuntimeException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof LaminaException refusal) {
          throw refusal;
        }
        if (cause instanceof SQLException sql && UNIQUE_VIOLATION.equals(sql.getSQLState())) {
          throw alreadyExists(taken);
        }
        if (cause instanceof OptimisticLockException) {
          throw LaminaException.conflict("Somebody else changed this meanwhile. Try again");
        }
      }
      throw e;
    }
  }

  static LaminaException alreadyExists(String message) {
    return new LaminaException(ErrorKind.CONFLICT, message, "Already Exists", null, null, null);
  }
}
