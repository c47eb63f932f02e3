package io.lamina.storage.disk;

import io.lamina.api.blob.BlobKey;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * The folders in which objects lie, one per part of the key. A blob file's name ends in {@value
 * #SUFFIX}, which no key can contain: so {@code a} and {@code a/b} are two objects side by side, as
 * on S3, and a file is never mistaken for the PNG its key names.
 */
final class ObjectTree {
  static final String SUFFIX = "+blob";

  private static final int MAX_RACES = 1000;

  private final Path root;
  private final Flusher flusher;

  /**
   * Folders whose entry in their parent may not be on disk yet, each with a token of who made it,
   * so that a flush does not clear the mark of a folder that was made anew meanwhile.
   */
  private final Map<Path, Object> unflushed = new ConcurrentHashMap<>();

  private final LongAdder linked = new LongAdder();
  private final LongAdder removed = new LongAdder();
  private final ObjectTotals totals = new ObjectTotals();

  ObjectTree(Path root, Flusher flusher) {
    this.root = root;
    this.flusher = flusher;
  }

  /** Objects that got their place since the start. */
  long linked() {
    return linked.sum();
  }

  /** Objects that lost it since the start. */
  long removed() {
    return removed.sum();
  }

  ObjectTotals totals() {
    return totals;
  }

  Path root() {
    return root;
  }

  /** The place of a file of this tree, below its root. */
  Path relative(Path file) {
    return root.relativize(file);
  }

  Path file(BlobKey key) {
    return root.resolve(key.value() + SUFFIX);
  }

  /**
   * The keys of what lies directly in a folder, ascending. Costs memory for each of them.
   *
   * @param folder of keys, ends with a slash
   */
  List<BlobKey> list(String folder) throws IOException {
    // a key has to follow: so no folder outside of the tree can be named
    Path place = file(new BlobKey(folder + "a")).getParent();
    try (Stream<Path> files = Files.list(place)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> new BlobKey(folder + name.substring(0, name.length() - SUFFIX.length())))
          .sorted()
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /**
   * Gives a complete file its place, and its folders where they are missing.
   *
   * @throws FileAlreadyExistsException where the place is taken: nothing is ever overwritten
   */
  void link(Path complete, Path place) throws IOException {
    for (int race = 0; ; race++) {
      try {
        totals.linking(place);
        Files.createLink(place, complete);
        linked.increment();
        totals.linked(Files.size(complete));
        return;
      } catch (FileAlreadyExistsException e) {
        totals.notLinked(place);
        throw e;
      } catch (NoSuchFileException e) {
        // the folder is missing, or was removed between its creation and the link
        if (race == MAX_RACES || Files.notExists(complete)) {
          throw e;
        }
        createFolder(place.getParent());
      }
    }
  }

  /** Removes an object and the folders that it leaves empty; nothing happens where it is gone. */
  void remove(Path file) throws IOException {
    long size = size(file);
    if (Files.deleteIfExists(file)) {
      removed.increment();
      totals.removed(size);
    }
    Path folder = file.getParent();
    while (!folder.equals(root)) {
      Object token = unflushed.get(folder);
      try {
        // refused by the file system itself while anything is in it
        Files.delete(folder);
      } catch (DirectoryNotEmptyException e) {
        return;
      } catch (NoSuchFileException e) {
        // another deletion was here first
      }
      if (token != null) {
        unflushed.remove(folder, token);
      }
      folder = folder.getParent();
    }
  }

  /** 0 where it is gone. */
  private static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  /** From now on a flush of this file's place covers all its folders: a crash lies behind us. */
  void doubt(Path file) {
    for (Path folder = file.getParent(); !folder.equals(root); folder = folder.getParent()) {
      unflushed.put(folder, new Object());
    }
  }

  /** Makes the content of these files durable, and that they are where they are. */
  void flush(Collection<Path> files) throws IOException {
    Set<Path> folders = new LinkedHashSet<>();
    Map<Path, Object> covered = new HashMap<>();
    for (Path file : files) {
      Path folder = file.getParent();
      folders.add(folder);
      for (; !folder.equals(root); folder = folder.getParent()) {
        Object token = unflushed.get(folder);
        if (token != null && covered.put(folder, token) == null) {
          folders.add(folder.getParent());
        }
      }
    }
    flusher.flush(files, folders);
    covered.forEach(unflushed::remove);
  }

  private void createFolder(Path folder) throws IOException {
    for (int race = 0; ; race++) {
      // marked before it exists: whoever sees the folder sees the mark
      unflushed.put(folder, new Object());
      try {
        Files.createDirectory(folder, OwnerOnly.FOLDER);
        return;
      } catch (FileAlreadyExistsException e) {
        return;
      } catch (NoSuchFileException e) {
        if (race == MAX_RACES) {
          throw e;
        }
        createFolder(folder.getParent());
      }
    }
  }
}
