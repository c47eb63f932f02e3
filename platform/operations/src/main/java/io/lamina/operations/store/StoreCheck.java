package io.lamina.operations.store;

import io.lamina.api.blob.BlobCatalog;
import io.lamina.api.blob.BlobInfo;
import io.lamina.api.blob.BlobInventory;
import io.lamina.api.blob.BlobKey;
import io.lamina.api.blob.BlobStore;
import io.lamina.api.operations.OperatorOutput;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Whether each object that lies in the store is wanted by somebody. */
final class StoreCheck implements BlobInventory.Visitor {
  private static final int BATCH = 500;

  private final List<BlobCatalog> catalogs;
  private final Connection connection;
  private final BlobStore blobs;
  private final Instant before;
  private final Findings findings;
  private final Map<BlobCatalog, List<BlobKey>> batches = new HashMap<>();

  /** Objects whose capability is not here, by the first part of their key. */
  private final Map<String, Long> unowned = new TreeMap<>();

  private OperatorOutput output;
  private long objects;

  /**
   * @param before objects without a row are orphans that are older than this
   */
  StoreCheck(
      List<BlobCatalog> catalogs,
      Connection connection,
      BlobStore blobs,
      Instant before,
      Findings findings) {
    this.catalogs = catalogs;
    this.connection = connection;
    this.blobs = blobs;
    this.before = before;
    this.findings = findings;
  }

  void run(BlobInventory inventory, OperatorOutput progress) throws IOException {
    output = progress;
    inventory.walk(this);
    for (Map.Entry<BlobCatalog, List<BlobKey>> batch : batches.entrySet()) {
      judge(batch.getKey(), batch.getValue());
    }
    unowned.forEach(
        (prefix, count) ->
            output.say(
                prefix + ": " + count + " objects not checked: their capability is not here"));
    output.say("store: " + objects + " objects");
  }

  @Override
  public void object(BlobKey key) throws IOException {
    output.progress("store: " + ++objects + " objects");
    Optional<BlobCatalog> owner = Catalogs.owner(catalogs, key);
    if (owner.isEmpty()) {
      unowned.merge(key.value().replaceAll("/.*", "/"), 1L, Long::sum);
      return;
    }
    List<BlobKey> batch = batches.computeIfAbsent(owner.get(), each -> new ArrayList<>(BATCH));
    batch.add(key);
    if (batch.size() == BATCH) {
      judge(owner.get(), batch);
      batch.clear();
    }
  }

  @Override
  public void stranger(String name) {
    findings.add(Findings.Kind.STRANGE, name);
  }

  private void judge(BlobCatalog catalog, List<BlobKey> keys) throws IOException {
    try {
      List<BlobKey> suspects = new ArrayList<>();
      for (BlobKey key : unwanted(catalog, keys)) {
        if (isOld(key)) {
          suspects.add(key);
        }
      }
      // again: a row may have come since the first look, and what is gone now was on its way out
      for (BlobKey key : unwanted(catalog, suspects)) {
        if (isOld(key)) {
          findings.add(Findings.Kind.ORPHANED, key.value());
        }
      }
    } catch (SQLException e) {
      throw new IOException("The database refused a statement", e);
    }
  }

  private List<BlobKey> unwanted(BlobCatalog catalog, List<BlobKey> keys) throws SQLException {
    List<BlobKey> left = new ArrayList<>(keys);
    if (!left.isEmpty()) {
      left.removeAll(catalog.referenced(connection, left));
    }
    if (!left.isEmpty()) {
      left.removeAll(catalog.pending(connection, left));
    }
    return left;
  }

  private boolean isOld(BlobKey key) {
    try {
      Optional<BlobInfo> found = blobs.find(key);
      return found.isPresent() && found.get().storedAt().isBefore(before);
    } catch (IOException e) {
      // nobody wants it, and nobody can read it
      return true;
    }
  }
}
