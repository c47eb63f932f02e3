package io.lamina.rest.door;

import io.lamina.rest.config.DoorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells {@code bin/lamina} where the front door listens, by files in {@code LAMINA_DATA/run}. */
final class Addresses {
  private Addresses() {}

  /**
   * Does nothing where there is no data folder.
   *
   * @param https null for none
   */
  static void write(DoorSettings settings, int port, Https https) throws IOException {
    if (settings.data() == null) {
      return;
    }
    Path run = Files.createDirectories(settings.data().resolve("run"));
    Files.deleteIfExists(run.resolve("https.port"));
    Files.deleteIfExists(run.resolve("https.fingerprint"));
    if (https != null && https.port() != 0) {
      Files.writeString(run.resolve("https.fingerprint"), https.tls().fingerprint() + "\n");
      Files.writeString(run.resolve("https.host"), settings.tls().host() + "\n");
      Files.writeString(run.resolve("https.port"), https.port() + "\n");
    }
    Files.writeString(run.resolve("http.host"), settings.httpHost() + "\n");
    // last, because it is what others wait for
    Files.writeString(run.resolve("http.port"), port + "\n");
  }
}
