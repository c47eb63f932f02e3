package io.lamina.operations.store;

import io.lamina.api.blob.ByteSource;
import io.lamina.api.operations.OperatorOutput;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;

/** Reads objects while others work: rests as long as it reads, so half a core and disk at most. */
final class Leisure {
  private static final int CHUNK = 1 << 20;

  private final byte[] chunk = new byte[CHUNK];

  /** SHA-256 of all of the content, 64 lower-case hexadecimal digits. */
  String sha256(ByteSource source, OperatorOutput output) throws IOException, InterruptedException {
    MessageDigest digest = sha256();
    try (InputStream in = source.stream()) {
      while (true) {
        long began = System.nanoTime();
        int count = in.readNBytes(chunk, 0, CHUNK);
        if (count == 0) {
          return HexFormat.of().formatHex(digest.digest());
        }
        digest.update(chunk, 0, count);
        output.progress("Reading");
        TimeUnit.NANOSECONDS.sleep(System.nanoTime() - began);
      }
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
