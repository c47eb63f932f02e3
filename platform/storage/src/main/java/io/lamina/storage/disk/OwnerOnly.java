package io.lamina.storage.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Nobody else on the machine reads what the platform stores. */
public final class OwnerOnly {
  /** Mode 600. */
  public static final FileAttribute<Set<PosixFilePermission>> FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  /** Mode 700. */
  public static final FileAttribute<Set<PosixFilePermission>> FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private OwnerOnly() {}

  /**
   * Creates a folder and its parents where they are missing. Administrators may put a symbolic link
   * to a folder in its place.
   */
  public static Path createFolder(Path folder) throws IOException {
    return Files.isDirectory(folder) ? folder : Files.createDirectories(folder, FOLDER);
  }
}
