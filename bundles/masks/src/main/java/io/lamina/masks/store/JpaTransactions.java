package io.lamina.masks.store;

import io.lamina.api.error.LaminaException;
import io.lamina.masks.domain.Transactions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.aries.jpa.template.JpaTemplate;
import org.apache.aries.jpa.template.TransactionType;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Transactions that are run again when they lose against another one. */
@Component(service = Transactions.class)
public final class JpaTransactions implements Transactions {
  private static final int ATTEMPTS = 8;

  /** Deadlock and serialization (SQL:2016, PostgreSQL), H2's lock time-out, a key twice. */
  private static final Set<String> LOST = Set.of("40001", "40P01", "HYT00", "23505");

  /**
   * A row refers to one that is gone, or is referred to by a new one: PostgreSQL's and H2's states.
   * Deleting succeeds when run again; adding below what was deleted does not.
   */
  private static final Set<String> ORPHANED = Set.of("23503", "23506");

  private final JpaTemplate jpa;

  @Activate
  public JpaTransactions(@Reference(target = "(osgi.unit.name=masks)") JpaTemplate jpa) {
    this.jpa = jpa;
  }

  @Override
  public <T> T inOne(Supplier<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return jpa.txExpr(TransactionType.Required, em -> work.get());
      } catch (RuntimeException e) {
        String state = sqlState(e);
        if (!LOST.contains(state) && !ORPHANED.contains(state)) {
          throw e;
        }
        if (attempt == ATTEMPTS) {
          throw refusal(state);
        }
      }
    }
  }

  private static LaminaException refusal(String state) {
    return ORPHANED.contains(state)
        ? LaminaException.conflict("It was deleted meanwhile; read it again")
        : LaminaException.unavailable(
            "Too many changes of the same data at once; try again", Duration.ofSeconds(1));
  }

  private static String sqlState(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState();
      }
    }
    return "";
  }
}
