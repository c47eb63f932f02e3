package io.lamina.operations.copy;

import io.lamina.api.files.FolderTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/** Files and folders that are on the disk when a method returns, and the owner's alone. */
public final class DurableFiles {
  private static final FileAttribute<Set<PosixFilePermission>> FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<Set<PosixFilePermission>> FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final int CHUNK = 256 * 1024;

  private DurableFiles() {}

  /**
   * What was written.
   *
   * @param sha256 64 lower-case hexadecimal digits
   */
  public record Written(long size, String sha256) {}

  /** Writes a new file with all that the channel gives, and its folders where they are missing. */
  public static Written copy(ReadableByteChannel from, Path to) throws IOException {
    createFolder(to.getParent());
    MessageDigest digest = sha256();
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    long size = 0;
    try (FileChannel file =
        FileChannel.open(
            to, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW), FILE)) {
      while (from.read(chunk) >= 0) {
        digest.update(chunk.flip().asReadOnlyBuffer());
        size += chunk.remaining();
        while (chunk.hasRemaining()) {
          file.write(chunk);
        }
        chunk.clear();
      }
      file.force(true);
    }
    return new Written(size, HexFormat.of().formatHex(digest.digest()));
  }

  public static Written copy(Path from, Path to) throws IOException {
    try (FileChannel file = FileChannel.open(from, StandardOpenOption.READ)) {
      return copy(file, to);
    }
  }

  /** Size and hash of a file that is there. */
  public static Written measure(Path file) throws IOException {
    MessageDigest digest = sha256();
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    long size = 0;
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      while (in.read(chunk) >= 0) {
        size += chunk.flip().remaining();
        digest.update(chunk);
        chunk.clear();
      }
    }
    return new Written(size, HexFormat.of().formatHex(digest.digest()));
  }

  /** Writes a new file. */
  public static void write(Path file, String text) throws IOException {
    try (FileChannel out =
        FileChannel.open(
            file, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW), FILE)) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    flushFolder(file.getParent());
  }

  public static void createFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, FOLDER);
    }
  }

  /** Makes the entries of a folder and of all below it durable. */
  public static void flushFolders(Path root) throws IOException {
    FolderTree.walk(
        root,
        new FolderTree.Visitor() {
          @Override
          public void file(Path file, BasicFileAttributes attributes) {
            // each was flushed as it was written
          }

          @Override
          public void left(Path folder) throws IOException {
            flushFolder(folder);
          }
        });
    flushFolder(root.toAbsolutePath().getParent());
  }

  public static void flushFile(Path file) throws IOException {
    try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
      out.force(true);
    }
  }

  public static void flushFolder(Path folder) throws IOException {
    try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
      entries.force(true);
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
