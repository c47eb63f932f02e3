package io.lamina.contract.harness;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A killed run of tests leaves no servers behind. */
@EnabledOnOs(OS.LINUX)
class ReaperTest {
  @Test
  void whatAKilledJvmStartedEndsToo(@TempDir Path folder) throws IOException {
    Files.createDirectory(folder.resolve("below"));
    final Process tests =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                ReaperVictim.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader told =
        new BufferedReader(new InputStreamReader(tests.getInputStream(), StandardCharsets.UTF_8))) {
      final Path command = Path.of("/proc", told.readLine(), "cmdline");
      assertTrue(Files.readString(command).startsWith("sleep"));
      tests.destroyForcibly();
      Await.until(
          Duration.ofSeconds(60),
          () -> text(command).isEmpty(),
          () -> "it outlived the tests: " + text(command));
    } finally {
      tests.destroyForcibly();
    }
  }

  /** Empty where the process has ended, be it waited for or not. */
  private static String text(Path command) {
    try {
      return Files.readString(command);
    } catch (IOException gone) {
      return "";
    }
  }
}
