package io.lamina.operations.copy;

import io.lamina.api.files.FolderTree;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/**
 * The small files of an installation: everything that is not copied in another way (database,
 * objects), made anew by each start (karaf, run, a certificate of its own making), or about the
 * past of one machine (log). Folders and files of the data folder may be links to elsewhere.
 */
public final class DataFiles {
  /** Where a backup has the signed heads of the audit trail, wherever they lie. */
  public static final String HEADS = "audit/heads";

  /** Without it no backup is worth anything. */
  public static final String KEYSET = "keys/keyset";

  private static final Set<String> ELSEWHERE =
      Set.of(
          "db",
          "blobs",
          "karaf",
          "run",
          "log",
          "tmp",
          "cache",
          "tls",
          "operator-record",
          FolderTree.LOST_AND_FOUND,
          "restore-incomplete");

  /** Beside the keyset: the one before while a rotation is under way, and its lock. */
  private static final Set<String> PASSING = Set.of("keys/keyset.previous", "keys/lock");

  private final Places places;

  public DataFiles(Places places) {
    this.places = places;
  }

  /** Takes one file. */
  public interface Visitor {
    /**
     * @param name below the data folder, with slashes
     */
    void file(String name, Path file) throws IOException;
  }

  /** Shows the signed heads of the audit trail. */
  public void heads(Visitor visitor) throws IOException {
    walk(HEADS, places.heads(), visitor);
  }

  /** Shows all but the signed heads. */
  public void others(Visitor visitor) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(places.data())) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (ELSEWHERE.contains(name)) {
          continue;
        }
        if (Files.isRegularFile(entry)) {
          show(name, entry, visitor);
        } else if (!isShownElsewhere(entry)) {
          walk(name, entry, visitor);
        }
      }
    }
  }

  private void walk(String name, Path top, Visitor visitor) throws IOException {
    FolderTree.walk(
        top,
        new FolderTree.Visitor() {
          @Override
          public boolean enters(Path folder) throws IOException {
            return !isShownElsewhere(folder);
          }

          @Override
          public void file(Path file, BasicFileAttributes attributes) throws IOException {
            if (attributes.isRegularFile()) {
              show(name + "/" + top.relativize(file), file, visitor);
            }
          }
        });
  }

  private boolean isShownElsewhere(Path folder) throws IOException {
    return Places.same(places.store(), folder) || Places.same(places.heads(), folder);
  }

  private void show(String name, Path file, Visitor visitor) throws IOException {
    if (PASSING.contains(name) || Places.same(places.keyFile(), file)) {
      return;
    }
    try {
      visitor.file(name, file);
    } catch (NoSuchFileException e) {
      // replaced or removed since its folder was read
    }
  }
}
