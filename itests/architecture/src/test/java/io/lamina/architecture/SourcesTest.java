package io.lamina.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A class that nobody can read in one go is split (DESIGN.md, Style). */
class SourcesTest {
  private static final int MOST_LINES = 300;

  @Test
  void noSourceFileIsOverThreeHundredLines() {
    final List<Path> sources =
        Stream.of("platform", "bundles", "itests", "examples")
            .flatMap(folder -> Reactor.files(Reactor.ROOT.resolve(folder), ".java").stream())
            .filter(file -> !file.toString().contains("/target/"))
            .toList();
    assertFalse(sources.isEmpty(), "no sources found: is lamina.root right?");
    assertEquals(
        List.of(),
        sources.stream()
            .filter(file -> tooLong(Reactor.read(file)))
            .map(file -> Reactor.ROOT.relativize(file).toString())
            .toList());
  }

  @Test
  void aLongFileIsFound() {
    assertEquals(true, tooLong("\n".repeat(MOST_LINES + 1)));
    assertEquals(false, tooLong("\n".repeat(MOST_LINES)));
  }

  private static boolean tooLong(String source) {
    return source.lines().count() > MOST_LINES;
  }
}
