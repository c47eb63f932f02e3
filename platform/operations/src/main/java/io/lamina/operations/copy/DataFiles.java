package io.lamina.operations.copy;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/**
 * The small files of the data folder: everything that is not copied in another way (database,
 * objects), made anew by each start (karaf, run) or about the past of one machine (log).
 */
public final class DataFiles {
  private static final Set<String> ELSEWHERE =
      Set.of("db", "blobs", "karaf", "run", "log", "tmp", "cache");

  private final Path data;
  private final Path keyFile;

  /**
   * @param keyFile never copied, wherever it lies; null where none is known
   */
  public DataFiles(Path data, Path keyFile) {
    this.data = data;
    this.keyFile = keyFile;
  }

  /** Takes one file. */
  public interface Visitor {
    /**
     * @param name below the data folder, with slashes
     */
    void file(String name, Path file) throws IOException;
  }

  /**
   * @param top an entry of the data folder to be shown alone
   */
  public void walkOnly(String top, Visitor visitor) throws IOException {
    if (Files.exists(data.resolve(top))) {
      walk(data.resolve(top), visitor);
    }
  }

  /**
   * @param except an entry of the data folder that was shown before
   */
  public void walkAllBut(String except, Visitor visitor) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(data)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (!ELSEWHERE.contains(name) && !name.equals(except)) {
          walk(entry, visitor);
        }
      }
    }
  }

  private void walk(Path top, Visitor visitor) throws IOException {
    Files.walkFileTree(
        top,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isRegularFile() && !file.equals(keyFile)) {
              try {
                visitor.file(data.relativize(file).toString(), file);
              } catch (NoSuchFileException e) {
                // replaced or removed since its folder was read
              }
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (failure instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw failure;
          }
        });
  }
}
