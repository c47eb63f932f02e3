package io.lamina.operations.channel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import java.util.UUID;

/**
 * What proves that somebody is the operator: a random text that each start writes anew into a file
 * of the data folder (mode 600). Who may read that folder has the data anyway.
 */
final class OperatorToken {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final int RANDOM_BYTES = 32;

  private final byte[] token;

  private OperatorToken(String token) {
    this.token = token.getBytes(StandardCharsets.US_ASCII);
  }

  /** Makes a new one and puts it into the file, in one piece. */
  static OperatorToken writtenTo(Path file) throws IOException {
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    Files.createDirectories(file.getParent());
    Path written = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID());
    try {
      Files.createFile(written, OWNER_ONLY);
      Files.writeString(written, token + "\n", StandardCharsets.US_ASCII);
      Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(written);
    }
    return new OperatorToken(token);
  }

  /**
   * Compares in a time that tells nothing.
   *
   * @param sent may be null
   */
  boolean matches(String sent) {
    return sent != null && MessageDigest.isEqual(token, sent.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Override
  public String toString() {
    return "OperatorToken";
  }
}
