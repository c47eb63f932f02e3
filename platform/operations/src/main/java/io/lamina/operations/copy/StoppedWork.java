package io.lamina.operations.copy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the operator did while the platform was stopped, for the audit trail of its next start: a
 * file of the data folder with {@code <when> <command> [<of when its backup is>]} a line, written
 * here and by bin/lamina.
 *
 * @param at when it was begun or done
 * @param command {@code encrypt} or {@code restore}
 * @param backup when the backup was begun that was restored; empty for none
 */
public record StoppedWork(String at, String command, String backup) {
  private static final String FILE = "operator-record";
  private static final int MOST_BYTES = 64 * 1024;
  private static final String TIME = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z";
  private static final Pattern LINE =
      Pattern.compile("(" + TIME + ") (encrypt|restore)(?: (" + TIME + "))?");

  /** Adds a line, and flushes it. */
  public static void record(Path data, String command, String backup) throws IOException {
    String line = Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + command + " " + backup;
    try (FileChannel file =
        FileChannel.open(
            data.resolve(FILE),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      file.write(StandardCharsets.US_ASCII.encode(line.strip() + "\n"));
      file.force(true);
    }
  }

  /** What is on record; what is no line of ours is left out. */
  public static List<StoppedWork> readFrom(Path data) throws IOException {
    Path file = data.resolve(FILE);
    List<StoppedWork> found = new ArrayList<>();
    if (Files.isRegularFile(file)) {
      try (var in = Files.newInputStream(file)) {
        String text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.US_ASCII);
        text.lines()
            .map(LINE::matcher)
            .filter(Matcher::matches)
            .forEach(
                line ->
                    found.add(
                        new StoppedWork(
                            line.group(1),
                            line.group(2),
                            line.group(3) == null ? "" : line.group(3))));
      }
    }
    return found;
  }

  /** It is in the trail. */
  public static void forget(Path data) throws IOException {
    Files.deleteIfExists(data.resolve(FILE));
  }
}
