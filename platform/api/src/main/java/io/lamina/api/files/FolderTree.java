package io.lamina.api.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A folder with all that is below it, which others change meanwhile: what vanishes between a look
 * and the next is no failure. The folder itself may be a symbolic link; links below it are entries
 * like files, and never followed. Where it is a mount point, the file system's own {@code
 * lost+found} is no part of it.
 */
public final class FolderTree {
  /** The file system's own folder at its mount point, which often only root may read. */
  public static final String LOST_AND_FOUND = "lost+found";

  private FolderTree() {}

  /** Takes what is below a folder; paths begin with the root as it was given. */
  public interface Visitor {
    /**
     * @param file an entry that is no folder
     * @param attributes of the entry itself, also where it is a link
     */
    void file(Path file, BasicFileAttributes attributes) throws IOException;

    /** Whether what is below this folder is to be shown. */
    default boolean enters(Path folder) throws IOException {
      return true;
    }

    /** All below this folder was shown; the root comes last. */
    default void left(Path folder) throws IOException {
      // most do not mind
    }
  }

  /**
   * Shows every entry that is no folder, in no order; nothing where there is no such folder.
   *
   * @param root a folder or a link to one
   */
  public static void walk(Path root, Visitor visitor) throws IOException {
    if (!Files.isDirectory(root)) {
      return;
    }
    // the file system's own name of it: a walk does not enter a link
    Path real = root.toRealPath();
    Files.walkFileTree(
        real,
        new SimpleFileVisitor<>() {
          private Path named(Path path) {
            return path.equals(real) ? root : root.resolve(real.relativize(path));
          }

          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            return folder.equals(real)
                    || !folder.equals(real.resolve(LOST_AND_FOUND)) && visitor.enters(named(folder))
                ? FileVisitResult.CONTINUE
                : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            visitor.file(named(file), attributes);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            // also of what is mounted further below
            return failure instanceof AccessDeniedException && file.endsWith(LOST_AND_FOUND)
                ? FileVisitResult.CONTINUE
                : ignoreVanished(failure);
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException failure)
              throws IOException {
            ignoreVanished(failure);
            visitor.left(named(folder));
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Removes all that is below a folder; nothing happens where there is none. */
  public static void empty(Path root) throws IOException {
    walk(
        root,
        new Visitor() {
          @Override
          public void file(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
          }

          @Override
          public void left(Path folder) throws IOException {
            if (!folder.equals(root)) {
              Files.deleteIfExists(folder);
            }
          }
        });
  }

  /**
   * @param failure null for none
   */
  private static FileVisitResult ignoreVanished(IOException failure) throws IOException {
    if (failure == null || failure instanceof NoSuchFileException) {
      return FileVisitResult.CONTINUE;
    }
    throw failure;
  }
}
