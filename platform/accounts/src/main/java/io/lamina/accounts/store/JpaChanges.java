package io.lamina.accounts.store;

import io.lamina.accounts.domain.Changes;
import io.lamina.api.audit.AuditEvent;
import io.lamina.api.audit.AuditTrail;
import io.lamina.api.identity.Caller;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.aries.jpa.template.JpaTemplate;
import org.apache.aries.jpa.template.TransactionType;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Hands the connection of a change to the audit trail; the stores join its transaction. */
@Component(service = Changes.class)
public final class JpaChanges implements Changes {
  private final JpaTemplate jpa;
  private final AuditTrail audit;

  @Activate
  public JpaChanges(
      @Reference(target = "(osgi.unit.name=accounts)") JpaTemplate jpa,
      @Reference AuditTrail audit,
      @Reference Schema schema) {
    this(jpa, audit);
  }

  JpaChanges(JpaTemplate jpa, AuditTrail audit) {
    this.jpa = jpa;
    this.audit = audit;
  }

  @Override
  public <T> T told(Caller caller, Supplier<T> work, Function<T, AuditEvent> event) {
    return Conflicts.refusing(
        "It exists already",
        () ->
            jpa.txExpr(
                TransactionType.Required,
                em -> {
                  T result = work.get();
                  try {
                    audit.change(em.unwrap(Connection.class), caller, event.apply(result));
                  } catch (SQLException e) {
                    throw new IllegalStateException("The audit trail was not written", e);
                  }
                  return result;
                }));
  }
}
