package io.lamina.rest.door;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a page as Prometheus' text format 0.0.4 has it, and refuses what breaks it: samples without
 * TYPE, families in pieces, a series twice, labels or numbers out of shape, histograms that do not
 * add up.
 */
record Scrape(Map<String, String> types, Map<String, Double> samples) {
  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\\n]|\\\\[\\\\\"n])*)\"(,|$)");
  private static final Pattern HELP =
      Pattern.compile("# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) (?:[^\\\\]|\\\\[\\\\n])+");
  private static final Pattern TYPE =
      Pattern.compile("# TYPE (\\S+) (counter|gauge|histogram|summary|untyped)");

  static Scrape of(String page) {
    if (!page.endsWith("\n")) {
      throw new AssertionError("the last line has no end");
    }
    Map<String, String> types = new HashMap<>();
    Map<String, Double> samples = new TreeMap<>();
    Set<String> helped = new HashSet<>();
    String family = "";
    for (String line : page.split("\n")) {
      if (line.startsWith("# HELP ")) {
        Matcher help = match(HELP, line);
        if (!helped.add(help.group(1))) {
          throw new AssertionError("in pieces: " + line);
        }
      } else if (line.startsWith("# TYPE ")) {
        Matcher type = match(TYPE, line);
        family = type.group(1);
        if (types.put(family, type.group(2)) != null || !helped.contains(family)) {
          throw new AssertionError("in pieces or without help: " + line);
        }
      } else {
        Matcher sample = match(SAMPLE, line);
        String name = sample.group(1);
        if (!belongs(name, family, types.get(family))) {
          throw new AssertionError("not below its TYPE: " + line);
        }
        String key = name + labels(sample.group(2));
        if (samples.put(key, number(sample.group(3))) != null) {
          throw new AssertionError("twice: " + line);
        }
      }
    }
    return new Scrape(types, samples);
  }

  private static boolean belongs(String name, String family, String type) {
    if (name.equals(family)) {
      return !"histogram".equals(type);
    }
    String rest = name.startsWith(family) ? name.substring(family.length()) : "?";
    return switch (String.valueOf(type)) {
      case "histogram" -> Set.of("_bucket", "_sum", "_count").contains(rest);
      case "summary" -> Set.of("_sum", "_count").contains(rest);
      default -> false;
    };
  }

  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new TreeMap<>();
    Matcher label = LABEL.matcher(text == null ? "" : text);
    int at = 0;
    while (text != null && at < text.length()) {
      if (!label.find(at) || label.start() != at) {
        throw new AssertionError("no labels: " + text);
      }
      if (labels.put(label.group(1), label.group(2)) != null) {
        throw new AssertionError("a label twice: " + text);
      }
      at = label.end();
    }
    return labels;
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  private static Matcher match(Pattern shape, String line) {
    Matcher matcher = shape.matcher(line);
    if (!matcher.matches()) {
      throw new AssertionError("not the text format: " + line);
    }
    return matcher;
  }

  /**
   * One sample; NaN where there is none.
   *
   * @param labels name, value, name, value
   */
  double value(String name, String... labels) {
    Map<String, String> wanted = new TreeMap<>();
    for (int at = 0; at < labels.length; at += 2) {
      wanted.put(labels[at], labels[at + 1]);
    }
    return samples.getOrDefault(name + wanted, Double.NaN);
  }
}
