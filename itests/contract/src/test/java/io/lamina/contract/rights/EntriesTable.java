package io.lamina.contract.rights;

import io.lamina.contract.harness.Documents;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The table in {@code audit/entries.txt}. */
final class EntriesTable {
  private final List<Line> lines = new ArrayList<>();

  /**
   * What one operation leaves.
   *
   * @param entry null where it leaves none
   */
  record Line(String section, String method, String path, Expected entry) {
    String key() {
      return method + " " + path;
    }

    @Override
    public String toString() {
      return section + ": " + key();
    }
  }

  /**
   * An entry, with its placeholders.
   *
   * @param objectId see the table's first lines
   * @param actor caller, anonymous or subject
   */
  record Expected(String action, String object, String objectId, String actor) {}

  EntriesTable() {
    String section = "";
    for (final String raw : text().split("\n")) {
      final String line = raw.strip();
      if (line.startsWith("[")) {
        section = line.substring(1, line.length() - 1);
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        lines.add(line(section, line.split("\\s+")));
      }
    }
  }

  List<Line> lines() {
    return lines;
  }

  private static Line line(String section, String[] words) {
    final boolean nothing = section.equals("nothing");
    if (words.length != (nothing ? 2 : 6) || nothing && !words[0].equals("GET")) {
      throw new AssertionError("no line of " + section + ": " + String.join(" ", words));
    }
    final Expected entry =
        nothing ? null : new Expected(words[2], words[3], words[4].replace("\"", ""), words[5]);
    return new Line(section, words[0], words[1], entry);
  }

  private static String text() {
    try (InputStream in = Documents.class.getResourceAsStream("/audit/entries.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
