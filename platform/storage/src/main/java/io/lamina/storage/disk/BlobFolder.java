package io.lamina.storage.disk;

import io.lamina.storage.config.StorageConfig;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of the store: {@code objects} with what is visible, {@code incoming} with what is on
 * its way.
 */
record BlobFolder(Path root) {
  private static final Logger LOG = LoggerFactory.getLogger(BlobFolder.class);

  static BlobFolder of(StorageConfig config, BundleContext bundle) {
    if (!config.root().isBlank()) {
      Path root = Path.of(config.root().strip());
      if (!root.isAbsolute()) {
        throw new IllegalArgumentException(
            "root in etc/io.lamina.storage.cfg must be an absolute path");
      }
      return new BlobFolder(root);
    }
    return new BlobFolder(Path.of(bundle.getProperty("lamina.data")).resolve("blobs"));
  }

  Path objects() {
    return root.resolve("objects");
  }

  /** What was deleted while a backup is under way. */
  Path held() {
    return root.resolve("held");
  }

  private Path incoming() {
    return root.resolve("incoming");
  }

  Path newIncoming() {
    return incoming().resolve(UUID.randomUUID().toString());
  }

  /** Creates the folder where it is missing. */
  Path create() throws IOException {
    return OwnerOnly.createFolder(root);
  }

  /**
   * Makes the folders durable, removes what an earlier run left incoming, and tries whether the
   * file system can do what the store needs.
   */
  void prepare(Flusher flusher) throws IOException {
    create();
    OwnerOnly.createFolder(objects());
    OwnerOnly.createFolder(incoming());
    flusher.flush(List.of(), List.of(root, root.toAbsolutePath().getParent()));
    removeStale();
    requireLinks();
  }

  /** Writes and removes a file. */
  void probe() throws IOException {
    Path file = newIncoming();
    Files.createFile(file, OwnerOnly.FILE);
    Files.delete(file);
  }

  private void requireLinks() throws IOException {
    Path file = newIncoming();
    Path link = newIncoming();
    Files.createFile(file, OwnerOnly.FILE);
    try {
      Files.createLink(link, file);
    } catch (UnsupportedOperationException | IOException e) {
      throw new IOException(
          "The folder of the object store must lie on a file system with hard links", e);
    } finally {
      Files.deleteIfExists(link);
      Files.delete(file);
    }
  }

  /**
   * Older than this process, so nobody writes it any more. What is younger may belong to a request
   * that outlived a restart of this bundle.
   */
  private void removeStale() throws IOException {
    long processStart = ManagementFactory.getRuntimeMXBean().getStartTime();
    int removed = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(incoming())) {
      for (Path file : files) {
        if (Files.getLastModifiedTime(file).toMillis() < processStart) {
          Files.delete(file);
          removed++;
        }
      }
    }
    if (removed > 0) {
      LOG.info("Removed {} incoming files that an earlier run did not finish", removed);
    }
  }
}
