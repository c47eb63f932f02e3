package io.lamina.testkit.demo;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was asked for on the command line.
 *
 * @param base address of the platform, without a trailing slash
 * @param out folder for pictures and the phantom
 * @param paths files and folders to send; empty for the phantom
 * @param seed of the phantom; a new study each time where none was given
 * @param stops whether the platform ends with the demonstration, so that nothing can be tried after
 */
record Arguments(
    URI base,
    String user,
    String password,
    Path out,
    int project,
    int slices,
    long seed,
    boolean stops,
    List<Path> paths) {
  static final String USAGE =
      """
Usage: java -cp io.lamina.testkit-<version>.jar io.lamina.testkit.demo.Demo [option...] [PATH...]
  --base URL        address of the platform (http://127.0.0.1:8080)
  --user NAME       who signs in (admin)
  --password WORD   his password; better in the environment as LAMINA_DEMO_PASSWORD
  --out DIR         where pictures go (the current folder)
  --project N       project the study goes to (1)
  --slices N        slices of the phantom, 1 to 2000 (48)
  --stops           the platform ends with this: suggest nothing to try after it
  --seed N          makes the same phantom again (another one each time)
  PATH...           DICOM files or folders to send instead of a phantom""";

  /**
   * @throws DemoFailure with the usage, for an option that is unknown or lacks its value
   */
  static Arguments of(List<String> words, Map<String, String> environment) {
    String base = "http://127.0.0.1:8080";
    String user = "admin";
    String password = environment.getOrDefault("LAMINA_DEMO_PASSWORD", "");
    Path out = Path.of("");
    int project = 1;
    int slices = 48;
    long seed = System.currentTimeMillis();
    boolean stops = false;
    List<Path> paths = new ArrayList<>();
    List<String> left = new ArrayList<>(words);
    while (!left.isEmpty()) {
      String word = left.remove(0);
      switch (word) {
        case "--base" -> base = value(word, left);
        case "--user" -> user = value(word, left);
        case "--password" -> password = value(word, left);
        case "--out" -> out = Path.of(value(word, left));
        case "--project" -> project = (int) number(word, left, 1, Integer.MAX_VALUE);
        case "--slices" -> slices = (int) number(word, left, 1, 2000);
        case "--seed" -> seed = number(word, left, Long.MIN_VALUE, Long.MAX_VALUE);
        case "--stops" -> stops = true;
        default -> {
          if (word.startsWith("-")) {
            throw new DemoFailure("Unknown option " + word + "\n" + USAGE);
          }
          paths.add(Path.of(word));
        }
      }
    }
    return new Arguments(address(base), user, password, out, project, slices, seed, stops, paths);
  }

  private static URI address(String text) {
    URI uri = URI.create(text.replaceFirst("/+$", ""));
    if (!Optional.ofNullable(uri.getScheme()).orElse("").startsWith("http")
        || uri.getHost() == null) {
      throw new DemoFailure("--base needs an address such as http://127.0.0.1:8080\n" + USAGE);
    }
    return uri;
  }

  private static String value(String option, List<String> left) {
    if (left.isEmpty()) {
      throw new DemoFailure("Option " + option + " needs a value\n" + USAGE);
    }
    return left.remove(0);
  }

  private static long number(String option, List<String> left, long least, long most) {
    String text = value(option, left);
    try {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // refused below, as a number out of range is
    }
    throw new DemoFailure("Option " + option + " does not take " + text + "\n" + USAGE);
  }
}
