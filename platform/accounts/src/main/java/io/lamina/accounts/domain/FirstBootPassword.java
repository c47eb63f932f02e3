package io.lamina.accounts.domain;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file in which the first password waits for the operator, readable by him alone, until it is
 * changed (H-22).
 */
final class FirstBootPassword {
  private static final Logger LOG = LoggerFactory.getLogger(FirstBootPassword.class);

  private final Path file;

  FirstBootPassword(Path dataFolder) {
    this.file = dataFolder.resolve("run").resolve("first-boot-password");
  }

  void write(String password) throws IOException {
    Files.createDirectories(file.getParent());
    boolean posix = Files.getFileStore(file.getParent()).supportsFileAttributeView("posix");
    FileAttribute<?>[] ownerOnly =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    Path fresh = file.resolveSibling("first-boot-password.new");
    Files.deleteIfExists(fresh);
    Files.createFile(fresh, ownerOnly);
    Files.write(fresh, (password + "\n").getBytes(StandardCharsets.UTF_8));
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  void forget() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("The file with the first password could not be deleted; delete it by hand", e);
    }
  }
}
