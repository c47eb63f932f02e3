package io.lamina.masks.domain;

import io.lamina.api.blob.BlobKey;
import io.lamina.api.blob.BlobStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes objects whose rows are gone. The transaction that takes the rows away queues the keys, so
 * that a crash before their removal leaves nothing behind but the queue; keys are never used again,
 * so that removing one twice harms nothing.
 */
@Component(service = ObjectRemoval.class)
public final class ObjectRemoval {
  /** Removed while the client waits; the sweep takes the rest. */
  private static final int AT_ONCE = 2000;

  private static final int BATCH = 500;
  private static final Logger LOG = LoggerFactory.getLogger(ObjectRemoval.class);

  private final BlobStore blobs;
  private final StoredObjects objects;
  private final Transactions transactions;

  @Activate
  public ObjectRemoval(
      @Reference BlobStore blobs,
      @Reference StoredObjects objects,
      @Reference Transactions transactions) {
    this.blobs = blobs;
    this.objects = objects;
    this.transactions = transactions;
  }

  /** Called with queued keys when their transaction is committed, never before. */
  void afterCommit(List<String> keys) {
    try {
      removeNow(keys.subList(0, Math.min(AT_ONCE, keys.size())));
    } catch (RuntimeException e) {
      // what the client asked for is done; the queue still has the keys
      LOG.warn("Removed objects stay queued; the next sweep tries again", e);
    }
  }

  /**
   * Works off the queue.
   *
   * @return objects removed
   */
  int drain() {
    int removed = 0;
    List<String> keys = objects.removals(BATCH);
    while (!keys.isEmpty()) {
      int done = removeNow(keys);
      removed += done;
      // what failed is tried at the next sweep
      keys = done < keys.size() ? List.of() : objects.removals(BATCH);
    }
    return removed;
  }

  private int removeNow(List<String> keys) {
    List<String> gone = new ArrayList<>(keys.size());
    for (String key : keys) {
      try {
        blobs.delete(new BlobKey(key));
        gone.add(key);
      } catch (IOException e) {
        LOG.warn("An object could not be removed; the next sweep tries again", e);
      }
    }
    if (!gone.isEmpty()) {
      transactions.inOne(
          () -> {
            objects.removed(gone);
            return null;
          });
    }
    return gone.size();
  }
}
