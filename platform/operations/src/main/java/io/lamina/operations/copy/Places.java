package io.lamina.operations.copy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Where an installation keeps what.
 *
 * @param data the data folder
 * @param store the folder of the object store
 * @param heads the folder of the audit trail's signed heads
 * @param keyFile null where none is known
 */
public record Places(Path data, Path store, Path heads, Path keyFile) {
  public static Places of(Path data, Path keyFile, Settings settings) throws IOException {
    String store = settings.get(null, "storage", "root");
    String heads = settings.get(null, "audit", "heads.folder");
    return new Places(
        data,
        store.isEmpty() ? data.resolve("blobs") : Path.of(store),
        heads.isEmpty() ? data.resolve(DataFiles.HEADS) : Path.of(heads),
        keyFile);
  }

  /** The folder of the objects within the store. */
  public Path objects() {
    return store.resolve("objects");
  }

  /** Whether one of two places lies in the other, by the file system's own names. */
  public static boolean overlap(Path one, Path other) throws IOException {
    Path left = real(one);
    Path right = real(other);
    return left.startsWith(right) || right.startsWith(left);
  }

  /** Without links, as far as there is something. */
  static Path real(Path path) throws IOException {
    Path absolute = path.toAbsolutePath().normalize();
    try {
      return absolute.toRealPath();
    } catch (NoSuchFileException e) {
      Path parent = absolute.getParent();
      return parent == null ? absolute : real(parent).resolve(absolute.getFileName());
    }
  }

  /** Whether two paths lead to the same thing. */
  static boolean same(Path one, Path other) throws IOException {
    return one != null && Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other);
  }
}
