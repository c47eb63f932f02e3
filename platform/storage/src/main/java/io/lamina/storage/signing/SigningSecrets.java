package io.lamina.storage.signing;

import io.lamina.storage.disk.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The secrets that sign links: one a line, the first signs, all verify. To rotate, put a new line
 * on top and restart; remove the old one when its links have expired (7 days at most).
 *
 * @param secrets at least one, the signing one first
 */
record SigningSecrets(List<String> secrets) {
  private static final Logger LOG = LoggerFactory.getLogger(SigningSecrets.class);
  private static final int RANDOM_BYTES = 32;
  private static final int MIN_LENGTH = 32;

  SigningSecrets {
    secrets = List.copyOf(secrets);
  }

  /** Reads the file; creates it, with one random secret, where there is none. */
  static SigningSecrets in(Path file) throws IOException {
    if (Files.notExists(file)) {
      create(file);
    }
    warnWhenOthersMayRead(file);
    List<String> secrets =
        Files.readAllLines(file, StandardCharsets.US_ASCII).stream()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .toList();
    if (secrets.isEmpty() || secrets.stream().anyMatch(each -> each.length() < MIN_LENGTH)) {
      throw new IOException(
          "storage/signing.key must hold one secret of at least "
              + MIN_LENGTH
              + " characters a line; remove the file to have one made");
    }
    return new SigningSecrets(secrets);
  }

  String signing() {
    return secrets.get(0);
  }

  @Override
  public String toString() {
    return "SigningSecrets[" + secrets.size() + "]";
  }

  private static void create(Path file) throws IOException {
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    String text =
        "# Secrets that sign upload and download links, one a line: the first signs, all verify.\n"
            + secret
            + "\n";
    Path folder = OwnerOnly.createFolder(file.getParent());
    Path written = folder.resolve("signing." + UUID.randomUUID());
    try {
      try (FileChannel out =
          FileChannel.open(
              written,
              Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
              OwnerOnly.FILE)) {
        ByteBuffer bytes = StandardCharsets.US_ASCII.encode(text);
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      Files.createLink(file, written);
      try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
        entries.force(true);
      }
    } catch (FileAlreadyExistsException e) {
      // another start was first: its secret counts
    } finally {
      Files.deleteIfExists(written);
    }
  }

  private static void warnWhenOthersMayRead(Path file) throws IOException {
    Set<PosixFilePermission> modes = Files.getPosixFilePermissions(file);
    if (modes.contains(PosixFilePermission.GROUP_READ)
        || modes.contains(PosixFilePermission.OTHERS_READ)) {
      LOG.warn("storage/signing.key can be read by other users of this machine: chmod 600 it");
    }
  }
}
