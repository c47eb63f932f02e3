package io.lamina.contract.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The built distribution, unpacked once per run, as hospital IT unpacks it. */
final class Distribution {
  static final Path WORK = Path.of(System.getProperty("lamina.work", "target/servers"));
  private static final Path ARCHIVE = Path.of(System.getProperty("lamina.distribution", ""));

  private Distribution() {}

  /** Folder with {@code bin/lamina} in it. */
  static Path home() {
    return Unpacked.HOME;
  }

  /** What was made, changed or removed in its folder since it was unpacked, by name. */
  static Set<String> changes() {
    final Set<Map.Entry<String, String>> now = files(Unpacked.HOME).entrySet();
    final Set<String> changed = new TreeSet<>();
    now.stream()
        .filter(file -> !Unpacked.FILES.entrySet().contains(file))
        .forEach(file -> changed.add(file.getKey()));
    Unpacked.FILES.entrySet().stream()
        .filter(file -> !now.contains(file))
        .forEach(file -> changed.add(file.getKey()));
    return changed;
  }

  /** Each file by its name, with its size and the time of its last change. */
  private static Map<String, String> files(Path home) {
    final Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(home)) {
      for (final Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(
            home.relativize(file).toString(),
            Files.size(file) + " bytes of " + Files.getLastModifiedTime(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  static void deleteRecursively(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (final Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A holder: unpacks with the first use. */
  private static final class Unpacked {
    static final Path HOME = unpack();
    static final Map<String, String> FILES = files(HOME);

    private static Path unpack() {
      try {
        deleteRecursively(WORK);
        Files.createDirectories(WORK);
        // tar and not Java: it keeps the executable bits that bin/lamina needs
        final int exit =
            new ProcessBuilder(
                    List.of(
                        "tar", "xzf", ARCHIVE.toAbsolutePath().toString(), "-C", WORK.toString()))
                .inheritIO()
                .start()
                .waitFor();
        if (exit != 0) {
          throw new IllegalStateException(
              "cannot unpack " + ARCHIVE + "; was karaf-assembly built?");
        }
        try (Stream<Path> children = Files.list(WORK)) {
          return children.filter(Files::isDirectory).findFirst().orElseThrow().toAbsolutePath();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
