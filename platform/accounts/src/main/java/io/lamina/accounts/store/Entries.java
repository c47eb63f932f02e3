package io.lamina.accounts.store;

import io.lamina.api.audit.AuditAction;
import io.lamina.api.audit.AuditEvent;
import io.lamina.api.audit.AuditTrail;
import io.lamina.api.identity.Caller;
import java.sql.Connection;
import java.sql.SQLException;
import javax.persistence.EntityManager;

/** Tells the audit trail of a change through the connection of its transaction (C-095). */
final class Entries {
  private final AuditTrail audit;

  Entries(AuditTrail audit) {
    this.audit = audit;
  }

  void tell(EntityManager em, Caller by, AuditEvent event) {
    try {
      audit.change(em.unwrap(Connection.class), by, event);
    } catch (SQLException e) {
      throw new IllegalStateException("The audit trail was not written", e);
    }
  }

  static AuditEvent of(String change, String object, Object id) {
    return AuditEvent.of(AuditAction.CONFIGURE, object, id).with("change", change);
  }
}
