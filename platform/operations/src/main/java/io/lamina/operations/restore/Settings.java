package io.lamina.operations.restore;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** The platform's configuration as a start would see it: the environment wins over etc/. */
record Settings(Path etc, Map<String, String> environment) {
  /**
   * @param variable of D-16, or null
   * @param capability of {@code etc/io.lamina.<capability>.cfg}
   * @return empty where it is not set
   */
  String get(String variable, String capability, String key) throws IOException {
    String general =
        "LAMINA_" + (capability + "_" + key).toUpperCase(java.util.Locale.ROOT).replace('.', '_');
    for (String name :
        variable == null ? new String[] {general} : new String[] {variable, general}) {
      String value = environment.get(name);
      if (value != null && !value.isBlank()) {
        return value.strip();
      }
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
