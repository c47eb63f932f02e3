package io.lamina.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.contract.harness.People;
import io.lamina.contract.harness.Server;
import io.lamina.contract.harness.Slice;
import io.lamina.contract.harness.Studies;
import io.lamina.contract.harness.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** LAMINA_KEY_FILE: the key lies where the operator says, and nowhere else. */
class KeyFileIT {
  @TempDir Path safe;

  @Test
  void theKeyLiesWhereItIsToldToAndNotBesideTheData() throws IOException {
    final Path key = safe.resolve("lamina.key");
    try (Server server = Server.start("key-file", Map.of("LAMINA_KEY_FILE", key.toString()))) {
      final Studies studies = new Studies(new People(server).editor(project(server)).client());
      final Slice slice = Slice.any();
      final long image = studies.upload(slice).at("/uploaded_files/0/image_id").asLong();
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
      final String first = Files.readString(key);
      assertTrue(first.contains("lamina-key-1 "), "the form of a key file");
      assertFalse(Files.exists(server.keyFile()), "another key beside the data");

      final Tool.Run rotated = server.lamina("rotate-key");
      assertEquals(0, rotated.exit(), rotated::output);
      assertNotEquals(first, Files.readString(key), "rotation writes it there");
      server.stop();
      server.start();
      assertArrayEquals(slice.pixels(), studies.pixels(image, 1).expect(200).body());
      assertFalse(Files.exists(server.keyFile()));

      server.stop();
      final Path away = Files.move(key, safe.resolve("away.key"));
      final Tool.Run refused = server.lamina("start");
      assertEquals(1, refused.exit(), refused::output);
      assertTrue(refused.output().contains("is not there"), refused::output);
      assertFalse(Files.exists(key) || Files.exists(server.keyFile()), "no new one over old data");
      Files.move(away, key);
      server.start();
      assertArrayEquals(slice.pixels(), studies.pixels(image, 1).expect(200).body());
    }
  }

  private static long project(Server server) {
    return new People(server).project();
  }
}
