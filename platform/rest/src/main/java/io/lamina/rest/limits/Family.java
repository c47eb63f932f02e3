package io.lamina.rest.limits;

import java.util.ArrayList;
import java.util.List;

/**
 * Paths that share one bucket for each caller.
 *
 * @param name unique among the families; buckets are kept under it
 * @param anonymous requests an hour from one address without signing in; {@link #UNLIMITED} or 1
 *     and up
 * @param user requests an hour of one signed-in user, likewise
 * @param files uploaded files an hour of one caller, likewise
 */
record Family(String name, List<PathPattern> paths, long anonymous, long user, long files) {
  static final long UNLIMITED = Long.MAX_VALUE;

  private static final long MOST = 1_000_000_000;

  /**
   * Reads a line such as {@code /viewer/api/** anonymous=100 user=1000 files=50}.
   *
   * @throws IllegalArgumentException in words for hospital IT
   */
  static Family of(String name, String line) {
    List<PathPattern> paths = new ArrayList<>();
    long anonymous = 0;
    long user = 0;
    long files = UNLIMITED;
    for (String word : line.trim().split("\\s+")) {
      int equals = word.indexOf('=');
      String figure = equals < 0 ? "" : word.substring(0, equals);
      String value = word.substring(equals + 1);
      switch (figure) {
        case "" -> paths.add(path(name, word));
        case "anonymous" -> anonymous = figure(name, word, value);
        case "user" -> user = figure(name, word, value);
        case "files" -> files = figure(name, word, value);
        default -> throw wrong(name, "'" + word + "' is unknown; use anonymous=, user= and files=");
      }
    }
    if (paths.isEmpty() || anonymous == 0 || user == 0) {
      throw wrong(name, "name at least one path, anonymous= and user=");
    }
    return new Family(name, List.copyOf(paths), anonymous, user, files);
  }

  private static PathPattern path(String name, String word) {
    try {
      return PathPattern.of(word);
    } catch (IllegalArgumentException e) {
      throw wrong(name, e.getMessage());
    }
  }

  private static long figure(String name, String word, String value) {
    if (value.equals("none")) {
      return UNLIMITED;
    }
    try {
      long figure = Long.parseLong(value);
      if (figure >= 1 && figure <= MOST) {
        return figure;
      }
    } catch (NumberFormatException e) {
      // refused below like any other value that is no figure
    }
    throw wrong(name, "'" + word + "' must be a number from 1 to " + MOST + " an hour, or none");
  }

  private static IllegalArgumentException wrong(String name, String why) {
    return new IllegalArgumentException("The limits of '" + name + "': " + why);
  }
}
