package io.lamina.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lamina.contract.harness.Await;
import io.lamina.contract.harness.Database;
import io.lamina.contract.harness.NextDistribution;
import io.lamina.contract.harness.On;
import io.lamina.contract.harness.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Karaf's shell is a door for nobody, until IT opens it. */
@On(Database.H2)
class ShellIT {
  @Test
  void theShellHasNoUser() throws IOException {
    final Path etc = NextDistribution.present().resolve("etc");
    assertEquals(List.of(), users(etc.resolve("users.properties")));
    // with keys: its groups are there, but nobody is in one
    assertEquals(
        List.of(),
        users(etc.resolve("keys.properties")).stream()
            .filter(line -> !line.startsWith("_g_"))
            .toList());
  }

  /** Karaf's own record of what it installed. */
  @Test
  void noRemoteShellIsInstalled(Server server) {
    Await.until(
        Duration.ofSeconds(30),
        () -> installed(server).stream().anyMatch(name -> name.startsWith("lamina-masks/")),
        () -> "Karaf did not write down what it installed");
    final List<String> found = installed(server);
    assertTrue(
        found.stream().noneMatch(name -> name.matches("(ssh|shell|management|webconsole)/.*")),
        found::toString);
  }

  private static List<String> users(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .toList();
  }

  private static List<String> installed(Server server) {
    final List<String> names = new ArrayList<>();
    try (Stream<Path> bundles = Files.list(server.data().resolve("karaf/cache"))) {
      for (final Path bundle : bundles.toList()) {
        final Path state = bundle.resolve("data/state.json");
        if (Files.exists(state)) {
          new ObjectMapper()
              .readTree(Files.readString(state))
              .at("/installed/root")
              .forEach(feature -> names.add(feature.asText()));
        }
      }
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
