package io.lamina.accounts.domain;

import io.lamina.api.audit.AuditEvent;
import io.lamina.api.identity.Caller;
import java.util.function.Function;
import java.util.function.Supplier;

/** Changes that the audit trail is told of in their own transaction (C-095). */
public interface Changes {
  /**
   * Runs the work in one transaction; what it did and the entry of it are committed together.
   *
   * @param caller null for the platform itself
   */
  <T> T told(Caller caller, Supplier<T> work, Function<T, AuditEvent> event);
}
