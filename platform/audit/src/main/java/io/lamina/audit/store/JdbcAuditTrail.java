package io.lamina.audit.store;

import io.lamina.api.audit.AuditEvent;
import io.lamina.api.audit.AuditTrail;
import io.lamina.api.identity.Caller;
import io.lamina.audit.domain.Entry;
import io.lamina.audit.domain.SharedEntries;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The trail as the other bundles know it. */
@Component(service = AuditTrail.class)
public final class JdbcAuditTrail implements AuditTrail {
  private final SharedEntries shared;
  private final Clock clock;

  @Activate
  public JdbcAuditTrail(@Reference SharedEntries shared, @Reference Schema schema) {
    this(shared, Clock.systemUTC());
  }

  JdbcAuditTrail(SharedEntries shared, Clock clock) {
    this.shared = shared;
    this.clock = clock;
  }

  @Override
  public void change(Connection connection, Caller caller, AuditEvent event) throws SQLException {
    if (connection.getAutoCommit()) {
      throw new IllegalStateException("A change is told of inside its transaction");
    }
    try (PreparedStatement insert = connection.prepareStatement(Rows.INSERT)) {
      Rows.set(insert, Entry.of(clock.instant(), caller, event));
      insert.executeUpdate();
    }
  }

  @Override
  public void read(Caller caller, AuditEvent event) {
    shared.read(caller, event);
  }

  @Override
  public void event(Caller caller, AuditEvent event) {
    shared.event(caller, event);
  }
}
