package io.lamina.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class SharedDataTest {
  @TempDir Path temp;

  @Test
  void findsAFileBesideAParentOfTheWorkingFolder() throws Exception {
    Path file = file(temp.resolve("shared/data/dicom/a.dcm"));
    Path module = Files.createDirectories(temp.resolve("checkout/platform/dicom"));
    assertEquals(file, SharedData.require("dicom/a.dcm", Map.of(), module));
  }

  @Test
  void findsAFileWhereTheEnvironmentPoints() throws Exception {
    Path file = file(temp.resolve("elsewhere/data/a.dcm"));
    Map<String, String> environment = Map.of("LAMINA_SHARED", temp.resolve("elsewhere").toString());
    assertEquals(file, SharedData.require("a.dcm", environment, temp));
  }

  @Test
  void skipsTheTestWithOneLineWhereTheFileIsAbsent() {
    TestAbortedException skipped =
        assertThrows(
            TestAbortedException.class, () -> SharedData.require("nowhere/x.bin", Map.of(), temp));
    assertTrue(skipped.getMessage().contains("nowhere/x.bin"));
    assertEquals(1, skipped.getMessage().lines().count());
  }

  @Test
  void failsTheTestOnTheBuildServerWhereTheFileIsAbsent() {
    assertThrows(
        AssertionFailedError.class,
        () -> SharedData.require("nowhere/x.bin", Map.of("CI", "true"), temp));
  }

  private static Path file(Path path) throws Exception {
    Files.createDirectories(path.getParent());
    return Files.writeString(path, "x");
  }
}
