package io.lamina.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The modules of this build, as the root pom lists them. */
final class Reactor {
  static final Path ROOT = Path.of(System.getProperty("lamina.root", "../..")).normalize();
  private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
  private static final Pattern ARTIFACT =
      Pattern.compile("</parent>\\s*<artifactId>([^<]+)</artifactId>");

  /**
   * @param path its folder below the root, such as {@code platform/rest}
   */
  record Module(String path) {
    boolean isCapability() {
      return path.startsWith("bundles/");
    }

    Path directory() {
      return ROOT.resolve(path);
    }

    Path classes() {
      return directory().resolve("target/classes");
    }

    /** The testkit is a plain jar: it never goes into the runtime. */
    boolean isBundle() {
      return read(directory().resolve("pom.xml")).contains("bnd-maven-plugin");
    }

    String artifactId() {
      final var matcher = ARTIFACT.matcher(read(directory().resolve("pom.xml")));
      if (!matcher.find()) {
        throw new IllegalStateException(path + "/pom.xml has no artifactId after its parent");
      }
      return matcher.group(1);
    }

    Manifest manifest() {
      try (InputStream in =
          Files.newInputStream(classes().resolve("META-INF").resolve("MANIFEST.MF"))) {
        return new Manifest(in);
      } catch (IOException e) {
        throw new UncheckedIOException(path + " has no bundle manifest; was it built?", e);
      }
    }
  }

  private Reactor() {}

  static List<Module> modules() {
    return MODULE
        .matcher(read(ROOT.resolve("pom.xml")))
        .results()
        .map(result -> new Module(result.group(1)))
        .filter(module -> module.path().matches("(platform|bundles)/.*"))
        .toList();
  }

  static List<Module> bundles() {
    return modules().stream().filter(Module::isBundle).toList();
  }

  static List<Module> capabilities() {
    return modules().stream().filter(Module::isCapability).toList();
  }

  /** Our own classes; what a bundle takes over from a library is not ours to judge. */
  static JavaClasses classes() {
    return new ClassFileImporter()
        .withImportOption(location -> location.contains("/io/lamina/"))
        .importPaths(bundles().stream().map(Module::classes).filter(Files::isDirectory).toList());
  }

  /** The classes in this module's tests that break the rules on purpose. */
  static JavaClasses wrongClasses() {
    return new ClassFileImporter().importPackages("io.lamina.wrong", "io.lamina.alsowrong");
  }

  static List<Path> files(Path below, String suffix) {
    if (!Files.isDirectory(below)) {
      return List.of();
    }
    try (Stream<Path> walk = Files.walk(below)) {
      return walk.filter(Files::isRegularFile)
          .filter(file -> file.toString().endsWith(suffix))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
