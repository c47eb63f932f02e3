package io.lamina.keys.vault;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;

/**
 * The file outside the data folder that unlocks the keyset (D-16): one key a line, the first wraps.
 * There is a second one during a rotation only.
 */
final class KeyFile {
  private static final int MAX_BYTES = 10_000;
  private static final String NOTE =
      "# Key file of a Lamina installation. Whoever has it and the data folder can read everything;"
          + " without it\n"
          + "# nothing that is stored can ever be read again. Keep a copy of it apart from the data"
          + " and its backups.\n";

  private final Path path;

  KeyFile(Path path) {
    this.path = path;
  }

  boolean exists() {
    return Files.exists(path);
  }

  Path path() {
    return path;
  }

  /**
   * @return at least one key
   */
  List<FileKey> read() throws KeysException {
    refuseOtherReaders();
    try {
      if (Files.size(path) > MAX_BYTES) {
        throw damaged(null);
      }
      List<FileKey> keys =
          Files.readAllLines(path, StandardCharsets.UTF_8).stream()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .map(FileKey::parse)
              .toList();
      if (keys.isEmpty()) {
        throw damaged(null);
      }
      return keys;
    } catch (IllegalArgumentException | CharacterCodingException e) {
      throw damaged(e);
    } catch (IOException e) {
      throw new KeysException("The key file " + path + " cannot be read by this user", e);
    }
  }

  /** Makes the file; whoever was quicker wins, and {@link #read} tells which key counts. */
  void create(FileKey key) throws IOException {
    try {
      DurableFile.create(path, text(List.of(key)));
    } catch (java.nio.file.FileAlreadyExistsException e) {
      // another start made it meanwhile
    }
  }

  /** The file itself is replaced where the path is a symbolic link. */
  void replace(List<FileKey> keys) throws IOException {
    DurableFile.replace(path.toRealPath(), text(keys));
  }

  private static byte[] text(List<FileKey> keys) {
    StringBuilder text = new StringBuilder(NOTE);
    keys.forEach(key -> text.append(key.line()).append('\n'));
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private void refuseOtherReaders() throws KeysException {
    try {
      Set<PosixFilePermission> modes = Files.getPosixFilePermissions(path);
      modes.removeAll(
          Set.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));
      if (!modes.isEmpty()) {
        throw new KeysException(
            "The key file " + path + " is open to other users of this machine: chmod 600 it");
      }
    } catch (IOException e) {
      throw new KeysException("The key file " + path + " cannot be read by this user", e);
    }
  }

  private KeysException damaged(Exception cause) {
    return new KeysException(
        "The key file " + path + " is damaged or no key file: put its backup in its place", cause);
  }
}
