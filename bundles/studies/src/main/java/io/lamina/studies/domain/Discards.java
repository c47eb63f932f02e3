package io.lamina.studies.domain;

import io.lamina.api.blob.BlobStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes objects whose rows are gone. The rows go first and leave a note in the same transaction:
 * a crash in between leaves an object that nobody sees and that the next run deletes.
 */
final class Discards {
  private static final Logger LOG = LoggerFactory.getLogger(Discards.class);
  private static final int BATCH = 500;

  private final BlobStore blobs;
  private final Catalog catalog;

  Discards(BlobStore blobs, Catalog catalog) {
    this.blobs = blobs;
    this.catalog = catalog;
  }

  void run() {
    List<Long> waiting;
    do {
      waiting = catalog.discarded(BATCH);
      List<Long> gone = new ArrayList<>();
      for (Long id : waiting) {
        try {
          blobs.delete(Blobs.key(id));
          gone.add(id);
        } catch (IOException e) {
          LOG.warn("The object of instance {} could not be deleted, and will be later", id, e);
        }
      }
      catalog.forgetDiscarded(gone);
      if (gone.size() < waiting.size()) {
        return;
      }
    } while (waiting.size() == BATCH);
  }
}
