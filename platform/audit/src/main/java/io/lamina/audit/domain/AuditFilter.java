package io.lamina.audit.domain;

import io.lamina.api.audit.AuditAction;
import java.time.Instant;
import java.util.Set;

/**
 * Which entries are asked for; null asks for any.
 *
 * @param patient finds entries that name him, and those of studies that others named with him
 * @param from first moment
 * @param to the moment behind the last one
 */
public record AuditFilter(
    String action,
    Outcome outcome,
    String object,
    String objectId,
    Long userId,
    String username,
    Long project,
    String study,
    String patient,
    String address,
    Instant from,
    Instant to) {
  private static final Set<String> REFUSALS =
      Set.of(AuditAction.REFUSED.key(), AuditAction.SIGN_IN_REFUSED.key());

  /** Whether what an entry tells of was done. */
  public enum Outcome {
    SUCCESS,
    REFUSED;

    public static Outcome of(String action) {
      return REFUSALS.contains(action) ? REFUSED : SUCCESS;
    }

    /** Keys of the actions that are never done. */
    public static Set<String> refusals() {
      return REFUSALS;
    }
  }

  /** The same for one patient. */
  public AuditFilter about(String id) {
    return new AuditFilter(
        action, outcome, object, objectId, userId, username, project, study, id, address, from, to);
  }

  static AuditFilter between(Instant from, Instant to) {
    return new AuditFilter(null, null, null, null, null, null, null, null, null, null, from, to);
  }
}
