package io.lamina.api.capability;

import java.util.Map;

/**
 * @param healthy whether the capability does its work
 * @param reason what is wrong, for hospital IT; empty when healthy; no PHI, no secrets
 * @param facts what else IT may want to see, such as the database in use; no PHI, no secrets
 */
public record Health(boolean healthy, String reason, Map<String, String> facts) {
  public Health {
    facts = Map.copyOf(facts);
  }

  public static Health ok() {
    return new Health(true, "", Map.of());
  }

  public static Health ok(Map<String, String> facts) {
    return new Health(true, "", facts);
  }

  public static Health failing(String reason) {
    return new Health(false, reason, Map.of());
  }
}
