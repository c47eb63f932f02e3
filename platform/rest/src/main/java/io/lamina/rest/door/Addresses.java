package io.lamina.rest.door;

import io.lamina.rest.config.DoorSettings;
import io.lamina.rest.tls.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells {@code bin/lamina} where the front door listens, by files in {@code LAMINA_DATA/run}. */
final class Addresses {
  private Addresses() {}

  /**
   * @param tls null for none
   */
  static void write(DoorSettings settings, int port, int httpsPort, Tls tls) throws IOException {
    Path run = Files.createDirectories(settings.data().resolve("run"));
    Files.deleteIfExists(run.resolve("https.port"));
    Files.deleteIfExists(run.resolve("https.fingerprint"));
    if (tls != null) {
      Files.writeString(run.resolve("https.fingerprint"), tls.fingerprint() + "\n");
      Files.writeString(run.resolve("https.host"), settings.tls().host() + "\n");
      Files.writeString(run.resolve("https.port"), httpsPort + "\n");
    }
    Files.writeString(run.resolve("http.host"), settings.httpHost() + "\n");
    // last, because it is what others wait for
    Files.writeString(run.resolve("http.port"), port + "\n");
  }
}
