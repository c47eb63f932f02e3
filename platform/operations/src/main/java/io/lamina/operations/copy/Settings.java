package io.lamina.operations.copy;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/** The platform's configuration as a start would see it: the environment wins over etc/. */
public record Settings(Path etc, Map<String, String> environment) {
  /**
   * As platform/config: a variable with a name of its own counts where it says something, the
   * general one also where it is empty.
   *
   * @param variable of D-16, or null
   * @param capability of {@code etc/io.lamina.<capability>.cfg}
   * @return empty where it is not set
   */
  public String get(String variable, String capability, String key) throws IOException {
    String named = variable == null ? null : environment.get(variable);
    if (named != null && !named.isBlank()) {
      return named.strip();
    }
    String general =
        environment.get(
            "LAMINA_" + (capability + "_" + key).toUpperCase(Locale.ROOT).replace('.', '_'));
    if (general != null) {
      return general.strip();
    }
    Path file = etc.resolve("io.lamina." + capability + ".cfg");
    if (Files.notExists(file)) {
      return "";
    }
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      properties.load(in);
    }
    return properties.getProperty(key, "").strip();
  }
}
