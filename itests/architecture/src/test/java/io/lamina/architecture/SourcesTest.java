package io.lamina.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A class that nobody can read in one go is split (DESIGN.md, Style). */
class SourcesTest {
  private static final int MOST_LINES = 300;

  /** A test is read one method at a time. */
  private static final int MOST_LINES_OF_A_TEST = 450;

  @Test
  void noSourceFileIsTooLong() {
    final List<Path> sources =
        Stream.of("platform", "bundles", "itests", "examples")
            .flatMap(folder -> Reactor.files(Reactor.ROOT.resolve(folder), ".java").stream())
            .filter(file -> !file.toString().contains("/target/"))
            .toList();
    assertFalse(sources.isEmpty(), "no sources found: is lamina.root right?");
    assertEquals(
        List.of(),
        sources.stream()
            .filter(file -> tooLong(Reactor.read(file), most(file)))
            .map(file -> Reactor.ROOT.relativize(file).toString())
            .toList());
  }

  @Test
  void aLongFileIsFound() {
    assertTrue(tooLong("\n".repeat(MOST_LINES + 1), most(Path.of("a/src/main/java/A.java"))));
    assertFalse(tooLong("\n".repeat(MOST_LINES + 1), most(Path.of("a/src/test/java/A.java"))));
  }

  private static int most(Path file) {
    return file.toString().contains("/src/test/") ? MOST_LINES_OF_A_TEST : MOST_LINES;
  }

  private static boolean tooLong(String source, int most) {
    return source.lines().count() > most;
  }
}
