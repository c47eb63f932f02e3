package io.lamina.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentOverridesTest {
  @Test
  void aKeyIsSetByItsCapabilityAndName() {
    EnvironmentOverrides overrides =
        new EnvironmentOverrides(
            Map.of(
                "LAMINA_PATIENT_IMAGES_MAX_FILE_BYTES", "7", "LAMINA_MASKS_INTEGRITY", "strict"));

    assertEquals(
        Map.of("max.file-bytes", "7"),
        overrides.of("io.lamina.patient_images", List.of("max.file-bytes", "other")));
    assertEquals(
        Map.of("integrity", "strict"), overrides.of("io.lamina.masks", List.of("integrity")));
  }

  @Test
  void theVariablesNamedInD16ReachTheirKeysWithoutBeingListed() {
    EnvironmentOverrides overrides =
        new EnvironmentOverrides(Map.of("LAMINA_HTTP_PORT", "9090", "LAMINA_DB_URL", " "));

    assertEquals(Map.of("http.port", "9090"), overrides.of("io.lamina.rest", List.of()));
    assertEquals(Map.of(), overrides.of("io.lamina.persistence", List.of("db.url")));
  }

  @Test
  void aConfigurationThatIsNotOursIsLeftAlone() {
    EnvironmentOverrides overrides = new EnvironmentOverrides(Map.of("LAMINA_LOG_LEVEL", "TRACE"));

    assertEquals(Map.of(), overrides.of("org.ops4j.pax.logging", List.of("level")));
  }

  @Test
  void aFileDocumentsTheKeysItSetsAndTheKeysItCommentsOut(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("io.lamina.masks.cfg"),
        "# Largest mask in bytes\n#max.mask.bytes = 1\nintegrity = lenient\n\nnot a key\n");

    DocumentedKeys keys = new DocumentedKeys(folder);

    assertEquals(Set.of("max.mask.bytes", "integrity"), keys.of("io.lamina.masks"));
    assertEquals(Set.of(), keys.of("io.lamina.absent"));
  }
}
