package io.lamina.contract.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * The distribution that comes after this one: a bundle in it is newer and has one migration more.
 */
public final class NextDistribution {
  private NextDistribution() {}

  /** The folder with this distribution's {@code bin/lamina}. */
  public static Path present() {
    return Distribution.home();
  }

  /** Files in that folder that are not as they were unpacked, whoever ran from it. */
  public static Set<String> changesOfThePresent() {
    return Distribution.changes();
  }

  /**
   * The present one again, in a folder whose {@code etc/} a test may change.
   *
   * @param name of the folder
   */
  public static Path copy(String name) {
    final Path copy = Distribution.home().resolveSibling("copy-" + name);
    copy(Distribution.home(), copy);
    return copy;
  }

  /**
   * @param capability whose bundle is replaced
   * @param sql of the migration that comes after all there are
   * @return folder with {@code bin/lamina} in it
   */
  public static Path with(String capability, String sql) {
    final Path next = Distribution.home().resolveSibling("next-" + capability);
    copy(Distribution.home(), next);
    final String name = "io.lamina." + capability;
    try (Stream<Path> jars = Files.walk(next.resolve("system/io/lamina").resolve(name))) {
      final Path jar =
          jars.filter(file -> file.toString().endsWith(".jar")).findFirst().orElseThrow();
      final Path newer = Files.createTempFile(next, name, ".jar");
      rewrite(jar, newer, "db/" + capability + "/V999__next.sql", sql);
      Files.move(newer, jar, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return next;
  }

  private static void rewrite(Path jar, Path newer, String entryName, String sql)
      throws IOException {
    try (JarInputStream in = new JarInputStream(Files.newInputStream(jar))) {
      final Manifest manifest = in.getManifest();
      manifest.getMainAttributes().putValue("Bundle-Version", "99.0.0");
      try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(newer), manifest)) {
        for (JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
          out.putNextEntry(new JarEntry(entry.getName()));
          in.transferTo(out);
          out.closeEntry();
        }
        out.putNextEntry(new JarEntry(entryName));
        out.write(sql.getBytes(StandardCharsets.UTF_8));
        out.closeEntry();
      }
    }
  }

  private static void copy(Path from, Path to) {
    Distribution.deleteRecursively(to);
    try (Stream<Path> all = Files.walk(from)) {
      for (final Path path : all.toList()) {
        Files.copy(
            path, to.resolve(from.relativize(path).toString()), StandardCopyOption.COPY_ATTRIBUTES);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
