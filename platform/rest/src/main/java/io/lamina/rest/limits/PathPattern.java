package io.lamina.rest.limits;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.StringTokenizer;

/**
 * Paths that belong together: literal segments, {@code *} for any one segment, and {@code **} at
 * the end for the path itself and all below it. The natural order puts what is more specific first.
 */
record PathPattern(List<String> segments) implements Comparable<PathPattern> {
  private static final String ONE = "*";
  private static final String ALL = "**";

  /**
   * @throws IllegalArgumentException in words for hospital IT
   */
  static PathPattern of(String text) {
    List<String> segments = split(text);
    int all = segments.indexOf(ALL);
    boolean odd =
        segments.stream().anyMatch(each -> each.contains(ONE) && each.length() > 1 && !isAll(each));
    if (!text.startsWith("/") || odd || (all >= 0 && all < segments.size() - 1)) {
      throw new IllegalArgumentException(
          "'" + text + "' is no path such as /viewer/api/** or /viewer/api/images/*/data");
    }
    return new PathPattern(List.copyOf(segments));
  }

  private static boolean isAll(String segment) {
    return segment.equals(ALL);
  }

  /** Segments of a path, without empty ones. */
  static List<String> split(String path) {
    List<String> segments = new ArrayList<>();
    StringTokenizer words = new StringTokenizer(path, "/");
    while (words.hasMoreTokens()) {
      segments.add(words.nextToken());
    }
    return segments;
  }

  boolean matches(List<String> path) {
    for (int at = 0; at < segments.size(); at++) {
      String segment = segments.get(at);
      if (isAll(segment)) {
        return true;
      }
      if (at >= path.size() || !(segment.equals(ONE) || segment.equals(path.get(at)))) {
        return false;
      }
    }
    return path.size() == segments.size();
  }

  @Override
  public int compareTo(PathPattern other) {
    int common = Math.min(segments.size(), other.segments.size());
    for (int at = 0; at < common; at++) {
      int order =
          Comparator.comparingInt(PathPattern::breadth)
              .thenComparing(Comparator.naturalOrder())
              .compare(segments.get(at), other.segments.get(at));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(other.segments.size(), segments.size());
  }

  private static int breadth(String segment) {
    return isAll(segment) ? 2 : segment.equals(ONE) ? 1 : 0;
  }
}
