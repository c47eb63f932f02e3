package io.lamina.audit.rest;

import io.lamina.audit.domain.AuditFilter.Outcome;
import io.lamina.audit.domain.AuditQueries.Found;
import io.lamina.audit.domain.Entry;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * An entry as clients see it.
 *
 * @param userId null for the platform itself, 0 for an anonymous caller
 * @param outcome "success" or "refused"
 * @param count how often it happened within its minute; the final count comes when that is over
 * @param sealNo place in the chain; null while it is not sealed
 */
public record EntryResponse(
    long id,
    Instant at,
    Long userId,
    String username,
    String address,
    String action,
    String outcome,
    String object,
    String objectId,
    Long projectId,
    String studyInstanceUid,
    String patientId,
    Map<String, String> details,
    long count,
    Long sealNo) {

  static EntryResponse of(Found found) {
    Entry entry = found.entry();
    return new EntryResponse(
        entry.id(),
        entry.at(),
        entry.userId(),
        entry.username(),
        entry.address(),
        entry.action(),
        Outcome.of(entry.action()).name().toLowerCase(Locale.ROOT),
        entry.object(),
        entry.objectId(),
        entry.project(),
        entry.study(),
        entry.patient(),
        details(entry.details()),
        found.times(),
        found.sealNo());
  }

  private static Map<String, String> details(String stored) {
    Map<String, String> pairs = new LinkedHashMap<>();
    if (!stored.isEmpty()) {
      for (String pair : stored.split(";", -1)) {
        int equals = pair.indexOf('=');
        pairs.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    return pairs;
  }
}
