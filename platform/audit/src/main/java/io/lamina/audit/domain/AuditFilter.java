package io.lamina.audit.domain;

import java.time.Instant;

/**
 * Which entries are asked for; null asks for any.
 *
 * @param from first moment
 * @param to the moment behind the last one
 */
public record AuditFilter(
    String action,
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

  static AuditFilter between(Instant from, Instant to) {
    return new AuditFilter(null, null, null, null, null, null, null, null, null, from, to);
  }
}
