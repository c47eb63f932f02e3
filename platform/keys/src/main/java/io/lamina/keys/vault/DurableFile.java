package io.lamina.keys.vault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/** Files of mode 600 that are there whole, and on the disk when the call returns. */
final class DurableFile {
  private static final FileAttribute<?> FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<?> FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private DurableFile() {}

  /**
   * @throws FileAlreadyExistsException where there is one: it is kept
   */
  static void create(Path file, byte[] content) throws IOException {
    Path written = write(file, content);
    try {
      Files.createLink(file, written);
    } finally {
      Files.delete(written);
    }
    flushFolder(file.getParent());
  }

  /** Puts new content in the place of the old, at once. */
  static void replace(Path file, byte[] content) throws IOException {
    Path written = write(file, content);
    try {
      Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(written);
    }
    flushFolder(file.getParent());
  }

  /** Gives a file a second name, in the place of whatever had it. */
  static void link(Path file, Path name) throws IOException {
    Files.deleteIfExists(name);
    Files.createLink(name, file);
    flushFolder(name.getParent());
  }

  static void delete(Path file) throws IOException {
    if (Files.deleteIfExists(file)) {
      flushFolder(file.getParent());
    }
  }

  static void createFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, FOLDER);
      flushFolder(folder.toAbsolutePath().getParent());
    }
  }

  private static Path write(Path file, byte[] content) throws IOException {
    Path written = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID());
    try (FileChannel out =
        FileChannel.open(
            written, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW), FILE)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    } catch (IOException e) {
      Files.deleteIfExists(written);
      throw e;
    }
    return written;
  }

  private static void flushFolder(Path folder) throws IOException {
    try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
      entries.force(true);
    }
  }
}
