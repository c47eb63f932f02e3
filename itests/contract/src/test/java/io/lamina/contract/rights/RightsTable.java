package io.lamina.contract.rights;

import io.lamina.contract.harness.Documents;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The table in {@code rights/matrix.txt}. */
final class RightsTable {
  /** Members of no project. */
  static final List<String> SITE_ROLES =
      List.of("professor", "student", "standard", "annotator", "student_dev", "demo");

  static final List<String> INSIDE = List.of("reader", "editor", "manager");

  static final List<String> CALLERS = callers();

  private final List<Line> lines = new ArrayList<>();

  /**
   * One operation on one kind of object.
   *
   * @param expected statuses by caller, for each of them; nearly always one
   */
  record Line(String section, String method, String path, Map<String, Set<Integer>> expected) {
    String key() {
      return method + " " + path;
    }

    boolean shared() {
      return section.equals("shared");
    }

    @Override
    public String toString() {
      return section + ": " + key();
    }
  }

  RightsTable() {
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
    final Map<String, Set<Integer>> expected = new LinkedHashMap<>();
    for (int i = 2; i < words.length; i++) {
      final String[] pair = words[i].split("=");
      final Set<Integer> statuses = new TreeSet<>();
      for (final String status : pair[1].split("\\|")) {
        statuses.add(Integer.parseInt(status));
      }
      group(pair[0]).forEach(caller -> expected.put(caller, statuses));
    }
    if (!expected.keySet().containsAll(CALLERS) || expected.size() != CALLERS.size()) {
      throw new AssertionError("the line names not all callers: " + String.join(" ", words));
    }
    return new Line(section, words[0], words[1], expected);
  }

  private static List<String> group(String name) {
    final List<String> members = new ArrayList<>();
    switch (name) {
      case "all" -> members.addAll(CALLERS);
      case "signed" -> CALLERS.stream().filter(each -> !each.equals("anon")).forEach(members::add);
      case "inside" -> members.addAll(INSIDE);
      case "outside" -> {
        members.addAll(SITE_ROLES);
        members.add("foreign");
      }
      default -> {
        if (!CALLERS.contains(name)) {
          throw new AssertionError("no such caller: " + name);
        }
        members.add(name);
      }
    }
    return members;
  }

  private static List<String> callers() {
    final List<String> callers = new ArrayList<>(List.of("anon", "admin"));
    callers.addAll(SITE_ROLES);
    callers.add("foreign");
    callers.addAll(INSIDE);
    return List.copyOf(callers);
  }

  private static String text() {
    try (InputStream in = Documents.class.getResourceAsStream("/rights/matrix.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
