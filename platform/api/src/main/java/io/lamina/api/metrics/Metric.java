package io.lamina.api.metrics;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * One number that is watched.
 *
 * @param name {@code lamina_} and lower case words with the unit at the end, such as {@code
 *     lamina_storage_free_bytes}; a counter's ends with {@code _total}
 *     (prometheus.io/docs/practices/naming)
 * @param help one sentence
 * @param labels by name; their values come from the program, never from a request: no ids, paths or
 *     people
 * @param value a counter's is 0 and up and falls with a restart only
 */
public record Metric(
    String name, Kind kind, String help, Map<String, String> labels, double value) {
  private static final Pattern NAME = Pattern.compile("lamina(_[a-z0-9]+)+");
  private static final Pattern LABEL = Pattern.compile("[a-z][a-z0-9_]*");
  private static final int LONGEST_VALUE = 100;

  /** What may happen to a number. */
  public enum Kind {
    /** Goes up and down. */
    GAUGE,
    /** Only goes up. */
    COUNTER
  }

  /**
   * @throws IllegalArgumentException for names out of shape, and for label values over 100
   *     characters
   */
  public Metric {
    if (!NAME.matcher(name).matches()
        || (kind == Kind.COUNTER) != name.endsWith("_total")
        || help.isBlank()) {
      throw new IllegalArgumentException("No metric can be called like this: " + name);
    }
    labels = Map.copyOf(labels);
    labels.forEach(
        (label, text) -> {
          if (!LABEL.matcher(label).matches() || text.length() > LONGEST_VALUE) {
            throw new IllegalArgumentException("No label of a metric: " + label);
          }
        });
  }

  public static Metric gauge(String name, String help, double value) {
    return new Metric(name, Kind.GAUGE, help, Map.of(), value);
  }

  public static Metric counter(String name, String help, double value) {
    return new Metric(name, Kind.COUNTER, help, Map.of(), value);
  }

  /** The same with one more label. */
  public Metric with(String label, String text) {
    Map<String, String> more = new TreeMap<>(labels);
    more.put(label, text);
    return new Metric(name, kind, help, more, value);
  }
}
