package io.lamina.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The keys a shipped configuration file names, set or commented out: a file documents every key of
 * its capability, which an architecture test holds it to.
 */
final class DocumentedKeys {
  private static final Pattern KEY = Pattern.compile("^#?\\s?([A-Za-z0-9._-]+)\\s*=.*$");

  private final Path folder;

  DocumentedKeys(Path folder) {
    this.folder = folder;
  }

  /** Keys of {@code <pid>.cfg}; empty where there is no such file. */
  Set<String> of(String pid) throws IOException {
    Set<String> keys = new TreeSet<>();
    Path file = folder.resolve(pid + ".cfg");
    if (Files.isRegularFile(file)) {
      for (String line : Files.readAllLines(file)) {
        Matcher matcher = KEY.matcher(line);
        if (matcher.matches()) {
          keys.add(matcher.group(1));
        }
      }
    }
    return keys;
  }
}
