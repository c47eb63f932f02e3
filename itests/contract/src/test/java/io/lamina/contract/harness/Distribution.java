package io.lamina.contract.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
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
