package io.lamina.config;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Which keys of a configuration the environment sets (D-16): the named variables, and {@code
 * LAMINA_<CAPABILITY>_<KEY>} for every key of {@code etc/io.lamina.<capability>.cfg}, dots and
 * dashes as underscores.
 */
final class EnvironmentOverrides {
  private static final String PID_PREFIX = "io.lamina.";

  /** Variables with a name of their own in D-16, by configuration and key. */
  private static final Map<String, Map<String, String>> NAMED =
      Map.of(
          "io.lamina.persistence",
          Map.of(
              "LAMINA_DB_URL", "db.url",
              "LAMINA_DB_USER", "db.user",
              "LAMINA_DB_PASSWORD", "db.password"),
          "io.lamina.rest",
          Map.of(
              "LAMINA_HTTP_PORT", "http.port",
              "LAMINA_HTTP_HOST", "http.host",
              "LAMINA_HTTP_PORT_2", "http.port2",
              "LAMINA_HTTPS_PORT", "https.port"),
          "io.lamina.storage",
          Map.of(
              "LAMINA_S3_BUCKET", "bucket",
              "LAMINA_S3_REGION", "region"));

  private final Map<String, String> environment;

  EnvironmentOverrides(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * @param pid of the configuration
   * @param knownKeys keys the configuration has or documents
   * @return key to value, only what the environment sets; empty for a configuration that is not
   *     ours
   */
  Map<String, String> of(String pid, Collection<String> knownKeys) {
    Map<String, String> overrides = new LinkedHashMap<>();
    if (!pid.startsWith(PID_PREFIX)) {
      return overrides;
    }
    String capability = pid.substring(PID_PREFIX.length());
    for (String key : knownKeys) {
      String value = environment.get("LAMINA_" + asVariable(capability) + "_" + asVariable(key));
      if (value != null) {
        overrides.put(key, value);
      }
    }
    NAMED
        .getOrDefault(pid, Map.of())
        .forEach(
            (variable, key) -> {
              String value = environment.get(variable);
              if (value != null && !value.isBlank()) {
                overrides.put(key, value);
              }
            });
    return overrides;
  }

  private static String asVariable(String name) {
    return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }
}
