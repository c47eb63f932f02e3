package io.lamina.rest.health;

import java.util.LinkedHashMap;
import java.util.Map;

/** One capability in an answer of {@code /health}. */
public record CapabilityLine(
    String name,
    String version,
    String state,
    boolean healthy,
    String reason,
    Map<String, String> facts) {

  /** As it is sent. */
  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", name);
    fields.put("version", version);
    fields.put("state", state);
    fields.put("healthy", healthy);
    if (!reason.isEmpty()) {
      fields.put("reason", reason);
    }
    fields.put("facts", facts);
    return fields;
  }
}
