package io.lamina.accounts.domain;

import io.lamina.api.audit.AuditEvent;
import io.lamina.api.identity.Caller;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;

/** Remembers what was told; nothing is told of work that fails. */
public final class FakeChanges implements Changes {
  private final List<String> told = new CopyOnWriteArrayList<>();

  @Override
  public <T> T told(Caller caller, Supplier<T> work, Function<T, AuditEvent> event) {
    T result = work.get();
    AuditEvent entry = event.apply(result);
    told.add(
        (caller == null ? "platform" : caller.username())
            + " "
            + entry.object()
            + " "
            + entry.details().get("change"));
    return result;
  }

  /** Who, which kind of object and what, oldest first. */
  public List<String> words() {
    return List.copyOf(told);
  }
}
