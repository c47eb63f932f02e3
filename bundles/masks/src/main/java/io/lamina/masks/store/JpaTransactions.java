package io.lamina.masks.store;

import io.lamina.api.error.LaminaException;
import io.lamina.masks.domain.Transactions;
import io.lamina.persistence.Conflicts;
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
        boolean orphaned = Conflicts.has(e, ORPHANED);
        if (!orphaned && !Conflicts.cause(e)) {
          throw e;
        }
        if (attempt == ATTEMPTS) {
          throw refusal(orphaned);
        }
      }
    }
  }

  private static LaminaException refusal(boolean orphaned) {
    return orphaned
        ? LaminaException.conflict("It was deleted meanwhile; read it again")
        : LaminaException.unavailable(
            "Too many changes of the same data at once; try again", Duration.ofSeconds(1));
  }
}
