package io.lamina.masks.domain;

import io.lamina.api.audit.AuditEvent;
import io.lamina.api.identity.Caller;
import java.util.function.Function;
import java.util.function.Supplier;

/** Changes that the audit trail is told of in their own transaction (C-095). */
public interface Changes {
  /**
   * Runs the work as {@link Transactions#inOne} does; what it did and the entry of it are committed
   * together.
   */
  <T> T told(Caller caller, Supplier<T> work, Function<T, AuditEvent> event);
}
