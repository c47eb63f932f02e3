package io.lamina.contract.harness;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** The programs with which the documents' clients run. */
public final class Tool {
  private static final long MOST_SECONDS = 120;

  private final List<String> command;

  private Tool(List<String> command) {
    this.command = command;
  }

  /** What a program printed and how it ended. */
  public record Run(int exit, String output) {}

  public static Tool curl() {
    return first("curl", List.of("curl"), "--version");
  }

  /** PostgreSQL's client programs, which the backup of such a database uses. */
  public static Tool pgDump() {
    return first("pg_dump", List.of("pg_dump"), "--version");
  }

  /** A shell that finds curl, for the documents' blocks of commands. */
  public static Tool shell() {
    return first("sh with curl", List.of("sh"), "-c", "curl --version");
  }

  public static Tool node() {
    return first("node", List.of("node"), "--version");
  }

  /** A Python that has requests, the library the documents use. */
  public static Tool python() {
    final Tool found =
        first(
            "python3 with requests",
            List.of("python3", "/usr/bin/python3"),
            "-c",
            "import requests");
    // the interpreter itself: a version switcher in between looks for its own things below HOME
    final Run which = found.run(Path.of("."), Map.of(), "-c", "import sys; print(sys.executable)");
    return new Tool(List.of(which.output().strip()));
  }

  /** Skips the test where the tool is absent; on the build server, where it has to be, fails. */
  private static Tool first(String what, List<String> candidates, String... probe) {
    for (final String candidate : candidates) {
      final List<String> command = new ArrayList<>(List.of(candidate));
      command.addAll(List.of(probe));
      try {
        if (run(command, Path.of("."), Map.of()).exit() == 0) {
          return new Tool(List.of(candidate));
        }
      } catch (UncheckedIOException e) {
        // the next one, perhaps
      }
    }
    if ("true".equals(System.getenv("CI"))) {
      fail(what + " is missing on the build server");
    }
    return Assumptions.abort("skipped: " + what + " is not installed here");
  }

  public Run run(Path folder, Map<String, String> environment, String... arguments) {
    final List<String> all = new ArrayList<>(command);
    all.addAll(List.of(arguments));
    return run(all, folder, environment);
  }

  private static Run run(List<String> command, Path folder, Map<String, String> environment) {
    try {
      final Path output = Files.createTempFile("lamina-tool", ".out");
      final ProcessBuilder builder = new ProcessBuilder(command);
      builder.directory(folder.toFile());
      builder.environment().putAll(environment);
      builder.redirectErrorStream(true).redirectOutput(output.toFile());
      final Process process = builder.start();
      process.getOutputStream().close();
      if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(command.get(0) + " did not end");
      }
      final String text = Files.readString(output);
      Files.delete(output);
      return new Run(process.exitValue(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
