package io.lamina.storage.disk;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many objects there are and how much they take: counted once, in the background after a start,
 * and kept since, so that nobody who asks makes us look through the disk. An object that is removed
 * in the seconds of the count may be left out twice, until the next start.
 */
final class ObjectTotals {
  private static final Logger LOG = LoggerFactory.getLogger(ObjectTotals.class);

  private final LongAdder objects = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile boolean counted;

  /** Linked while the count goes on, which leaves them out: they are counted by their link. */
  private final Set<Path> fresh = ConcurrentHashMap.newKeySet();

  /**
   * @param bytes of their files, as the disk has them
   */
  record Totals(long objects, long bytes) {}

  /** Empty until the count is done. */
  Optional<Totals> now() {
    return counted
        ? Optional.of(new Totals(Math.max(0, objects.sum()), Math.max(0, bytes.sum())))
        : Optional.empty();
  }

  /** To be called before an object gets its place. */
  void linking(Path place) {
    if (!counted) {
      fresh.add(place);
    }
  }

  /** The place was taken: what is there is counted as all that was. */
  void notLinked(Path place) {
    fresh.remove(place);
  }

  void linked(long size) {
    objects.increment();
    bytes.add(size);
  }

  void removed(long size) {
    objects.decrement();
    bytes.add(-size);
  }

  /** Counts what is below a folder, in a thread of its own that ends with {@link #end}. */
  void count(Path root) {
    Thread thread = new Thread(() -> walk(root), "lamina-storage-count");
    thread.setDaemon(true);
    thread.setPriority(Thread.MIN_PRIORITY);
    thread.start();
  }

  void end() {
    ended.set(true);
  }

  private void walk(Path root) {
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (file.toString().endsWith(ObjectTree.SUFFIX) && !fresh.contains(file)) {
                linked(attributes.size());
              }
              return ended.get() ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure)
                throws IOException {
              return goneOr(failure);
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failure)
                throws IOException {
              return failure == null ? FileVisitResult.CONTINUE : goneOr(failure);
            }
          });
      counted = !ended.get();
    } catch (IOException | RuntimeException e) {
      LOG.warn("The objects of the store could not be counted; /metrics goes without", e);
    }
    fresh.clear();
  }

  /** Removed since its folder was read. */
  private static FileVisitResult goneOr(IOException failure) throws IOException {
    if (failure instanceof NoSuchFileException) {
      return FileVisitResult.CONTINUE;
    }
    throw failure;
  }
}
