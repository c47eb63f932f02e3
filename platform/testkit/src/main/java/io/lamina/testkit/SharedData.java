package io.lamina.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * The third-party test files beside the checkout ({@code ../shared/data}), which are never
 * committed. Looked for at the system property {@code lamina.shared}, the environment's {@code
 * LAMINA_SHARED}, and {@code shared} beside this or a parent folder.
 */
public final class SharedData {
  private SharedData() {}

  /**
   * A file or folder of the shared data. Where it is absent the test is skipped with one line; with
   * {@code CI=true} in the environment it fails, so that nothing is skipped unseen there.
   *
   * @param relative path below {@code data}, such as {@code dicom/CT_small.dcm}
   */
  public static Path require(String relative) {
    return require(relative, System.getenv(), Path.of("").toAbsolutePath());
  }

  static Path require(String relative, Map<String, String> environment, Path start) {
    Optional<Path> found =
        roots(environment, start)
            .map(root -> root.resolve("data").resolve(relative))
            .filter(Files::exists)
            .findFirst();
    if (found.isPresent()) {
      return found.get();
    }
    String line = "Shared test data is not here: " + relative + " (set LAMINA_SHARED)";
    if ("true".equals(environment.get("CI"))) {
      return Assertions.fail(line);
    }
    return Assumptions.abort(line);
  }

  private static Stream<Path> roots(Map<String, String> environment, Path start) {
    Stream<Path> named =
        Stream.of(
                Optional.ofNullable(System.getProperty("lamina.shared")),
                Optional.ofNullable(environment.get("LAMINA_SHARED")))
            .flatMap(Optional::stream)
            .map(Path::of);
    Stream<Path> beside =
        Stream.iterate(start, folder -> folder != null, Path::getParent)
            .map(folder -> folder.resolve("shared"));
    return Stream.concat(named, beside);
  }
}
