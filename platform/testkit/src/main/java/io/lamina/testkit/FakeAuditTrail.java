package io.lamina.testkit;

import io.lamina.api.audit.AuditEvent;
import io.lamina.api.audit.AuditTrail;
import io.lamina.api.identity.Caller;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Remembers what it was told. Refuses a change outside a transaction, as the real one has to; does
 * not know what is rolled back afterwards.
 */
public final class FakeAuditTrail implements AuditTrail {
  private final List<Entry> entries = new CopyOnWriteArrayList<>();

  /** Whom and what it was told of. */
  public record Entry(Caller caller, AuditEvent event) {}

  /** Oldest first. */
  public List<Entry> entries() {
    return List.copyOf(entries);
  }

  @Override
  public void change(Connection connection, Caller caller, AuditEvent event) throws SQLException {
    if (connection.getAutoCommit()) {
      throw new IllegalStateException("A change is told of inside its transaction");
    }
    entries.add(new Entry(caller, event));
  }

  @Override
  public void read(Caller caller, AuditEvent event) {
    entries.add(new Entry(caller, event));
  }

  @Override
  public void event(Caller caller, AuditEvent event) {
    entries.add(new Entry(caller, event));
  }
}
