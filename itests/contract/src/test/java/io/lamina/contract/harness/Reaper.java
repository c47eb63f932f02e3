package io.lamina.contract.harness;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Ends what the tests started and did not end, once their JVM is gone by whatever means: a shell
 * reads from a pipe which folders are watched, and the pipe ends with the JVM. Servers of Lamina
 * and of PostgreSQL work in their data folders, so it is told by that. Linux only.
 */
final class Reaper {
  private static final String SCRIPT =
      """
      trap '' INT TERM HUP
      cd /
      folders=()
      while IFS= read -r folder; do folders+=("$folder"); done
      for folder in "${folders[@]}"; do
        for process in /proc/[0-9]*; do
          case "$(readlink "$process/cwd")" in
            "$folder" | "$folder"/*) kill -KILL "${process#/proc/}" ;;
          esac
        done
      done
      for folder in "${folders[@]}"; do
        umount -l "$folder" && rmdir "$folder"
      done
      """;

  private static final PrintStream FOLDERS = start();

  private Reaper() {}

  /** Whatever works in this folder, or below, ends with this JVM; so does what is mounted on it. */
  static synchronized void watch(Path folder) {
    FOLDERS.println(folder.toAbsolutePath());
    FOLDERS.flush();
  }

  private static PrintStream start() {
    try {
      return new PrintStream(
          new ProcessBuilder("bash", "-c", SCRIPT)
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.DISCARD)
              .start()
              .getOutputStream(),
          false,
          StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
