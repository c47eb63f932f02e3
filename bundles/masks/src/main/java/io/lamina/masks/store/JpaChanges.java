package io.lamina.masks.store;

import io.lamina.api.audit.AuditEvent;
import io.lamina.api.audit.AuditTrail;
import io.lamina.api.identity.Caller;
import io.lamina.masks.domain.Changes;
import io.lamina.masks.domain.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.aries.jpa.template.JpaTemplate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Hands the connection of a change to the audit trail. */
@Component(service = Changes.class)
public final class JpaChanges implements Changes {
  private final JpaTemplate jpa;
  private final Transactions transactions;
  private final AuditTrail audit;

  @Activate
  public JpaChanges(
      @Reference(target = "(osgi.unit.name=masks)") JpaTemplate jpa,
      @Reference Transactions transactions,
      @Reference AuditTrail audit) {
    this.jpa = jpa;
    this.transactions = transactions;
    this.audit = audit;
  }

  @Override
  public <T> T told(Caller caller, Supplier<T> work, Function<T, AuditEvent> event) {
    return transactions.inOne(
        () -> {
          T result = work.get();
          // joins the transaction that is open
          jpa.tx(
              em -> {
                try {
                  audit.change(em.unwrap(Connection.class), caller, event.apply(result));
                } catch (SQLException e) {
                  throw new IllegalStateException("The audit trail was not written", e);
                }
              });
          return result;
        });
  }
}
