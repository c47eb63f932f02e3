package io.lamina.contract.harness;

import java.io.IOException;
import java.nio.file.Path;

/** A JVM of tests that starts a process, tells its number, and waits to be killed. */
final class ReaperVictim {
  private ReaperVictim() {}

  public static void main(String[] folder) throws IOException {
    final Path watched = Path.of(folder[0]);
    Reaper.watch(watched);
    final Process started =
        new ProcessBuilder("sleep", "3600").directory(watched.resolve("below").toFile()).start();
    System.out.println(started.pid());
    System.in.read();
  }
}
