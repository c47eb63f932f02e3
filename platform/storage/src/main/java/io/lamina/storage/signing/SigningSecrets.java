package io.lamina.storage.signing;

import io.lamina.api.keys.KeyVault;
import io.lamina.api.keys.KeyVaultException;
import io.lamina.storage.disk.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The secrets that sign links: one a line, the first signs, all verify. They lie sealed in the file
 * (C-093). To rotate, put a new secret as a line on top and restart, which seals it; remove the old
 * one when its links have expired (7 days at most).
 *
 * @param secrets at least one, the signing one first
 */
record SigningSecrets(List<String> secrets) {
  private static final Logger LOG = LoggerFactory.getLogger(SigningSecrets.class);
  private static final int RANDOM_BYTES = 32;
  private static final int MIN_LENGTH = 32;
  private static final String SEALED = "sealed:";
  private static final byte[] CONTEXT = "storage/signing.key".getBytes(StandardCharsets.US_ASCII);
  private static final String NOTE =
      "# Secrets that sign upload and download links, one a line: the first signs, all verify.\n"
          + "# Put a new one, of 32 characters or more, on top; the next start seals it.\n";

  SigningSecrets {
    secrets = List.copyOf(secrets);
  }

  /** Reads the file; creates it, with one random secret, where there is none. */
  static SigningSecrets in(Path file, KeyVault vault) throws IOException {
    List<String> lines = Files.exists(file) ? lines(file) : List.of(random());
    List<String> secrets = new ArrayList<>();
    List<String> sealed = new ArrayList<>();
    for (String line : lines) {
      String secret = line.startsWith(SEALED) ? open(line, vault) : line;
      secrets.add(secret);
      sealed.add(line.startsWith(SEALED) ? line : seal(secret, vault));
    }
    if (secrets.isEmpty() || secrets.stream().anyMatch(each -> each.length() < MIN_LENGTH)) {
      throw new IOException(
          "storage/signing.key must hold one secret of at least "
              + MIN_LENGTH
              + " characters a line; remove the file to have one made");
    }
    if (Files.notExists(file) || !sealed.equals(lines)) {
      write(file, sealed);
      LOG.info("The secrets that sign links were sealed");
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

  private static List<String> lines(Path file) throws IOException {
    return Files.readAllLines(file, StandardCharsets.US_ASCII).stream()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .toList();
  }

  private static String random() {
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  private static String seal(String secret, KeyVault vault) {
    byte[] sealed = vault.seal(secret.getBytes(StandardCharsets.US_ASCII), CONTEXT);
    return SEALED + Base64.getEncoder().encodeToString(sealed);
  }

  private static String open(String line, KeyVault vault) throws IOException {
    try {
      byte[] sealed = Base64.getDecoder().decode(line.substring(SEALED.length()));
      return new String(vault.open(sealed, CONTEXT), StandardCharsets.US_ASCII);
    } catch (KeyVaultException | IllegalArgumentException e) {
      throw new IOException(
          "storage/signing.key was changed or is another installation's; remove it to have one"
              + " made, which ends the links that are under way",
          e);
    }
  }

  private static void write(Path file, List<String> lines) throws IOException {
    Path folder = OwnerOnly.createFolder(file.getParent());
    Path written = folder.resolve("signing." + UUID.randomUUID());
    try {
      try (FileChannel out =
          FileChannel.open(
              written,
              Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
              OwnerOnly.FILE)) {
        ByteBuffer bytes = StandardCharsets.US_ASCII.encode(NOTE + String.join("\n", lines) + "\n");
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
      try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
        entries.force(true);
      }
    } finally {
      Files.deleteIfExists(written);
    }
  }
}
