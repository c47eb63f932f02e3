package io.lamina.rest.limits;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** All families; a path belongs to the one with the most specific pattern that matches it. */
final class Families {
  private record Line(PathPattern pattern, Family family) {}

  private final List<Line> lines;

  /**
   * @throws IllegalArgumentException where two have one name or one pattern
   */
  Families(List<Family> families) {
    List<Line> all = new ArrayList<>();
    Set<Object> seen = new HashSet<>();
    for (Family family : families) {
      if (!seen.add(family.name())) {
        throw new IllegalArgumentException("Two limits are named '" + family.name() + "'");
      }
      for (PathPattern pattern : family.paths()) {
        if (!seen.add(pattern)) {
          throw new IllegalArgumentException(
              "The limits of '"
                  + family.name()
                  + "': another one has /"
                  + String.join("/", pattern.segments())
                  + " already");
        }
        all.add(new Line(pattern, family));
      }
    }
    all.sort(Comparator.comparing(Line::pattern));
    lines = List.copyOf(all);
  }

  /**
   * @param path decoded
   */
  Optional<Family> of(String path) {
    List<String> segments = PathPattern.split(path);
    for (Line line : lines) {
      if (line.pattern().matches(segments)) {
        return Optional.of(line.family());
      }
    }
    return Optional.empty();
  }
}
