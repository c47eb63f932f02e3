package io.lamina.keys.vault;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Data of an installation that has no keyset: one from before the encryption, or half a backup. */
final class PlainData {
  private static final byte[] ENCRYPTED_H2 = "H2encrypt".getBytes(StandardCharsets.US_ASCII);
  private static final List<String> PLACES = List.of("db", "blobs", "storage");

  private PlainData() {}

  static boolean isIn(Path data) throws IOException {
    for (String place : PLACES) {
      Path folder = data.resolve(place);
      if (Files.isDirectory(folder)) {
        try (Stream<Path> files = Files.walk(folder)) {
          if (files.anyMatch(Files::isRegularFile)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Data whose keyset is lost: a new one would open none of them. */
  static void refuseWithoutItsKeyset(Path data) throws KeysException, IOException {
    if (isEncrypted(data.resolve("db").resolve("lamina.mv.db"))) {
      throw new KeysException(
          "The data in "
              + data
              + " are encrypted and keys/keyset in there is missing: put it back from the backup");
    }
  }

  static void refuse(Path data) throws KeysException, IOException {
    refuseWithoutItsKeyset(data);
    if (isIn(data)) {
      throw new KeysException(
          "The data in "
              + data
              + " are not encrypted yet: back them up, then run bin/lamina encrypt once");
    }
  }

  private static boolean isEncrypted(Path database) throws IOException {
    if (!Files.isRegularFile(database)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(database)) {
      return Arrays.equals(in.readNBytes(ENCRYPTED_H2.length), ENCRYPTED_H2);
    }
  }
}
