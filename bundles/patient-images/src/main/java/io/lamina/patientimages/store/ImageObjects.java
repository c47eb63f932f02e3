package io.lamina.patientimages.store;

import io.lamina.api.blob.BlobCatalog;
import io.lamina.api.blob.BlobInventory;
import io.lamina.api.blob.BlobKey;
import io.lamina.api.blob.BlobReference;
import io.lamina.api.blob.BlobStore;
import io.lamina.patientimages.domain.Scenario;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * For backup and check: there are no rows, so what the store holds is what has to be there.
 * That an image vanished cannot be told; that one is damaged can.
 */
@Component(service = BlobCatalog.class)
public final class ImageObjects implements BlobCatalog {
  private final BlobInventory inventory;
  private final BlobStore store;

  @Activate
  public ImageObjects(@Reference BlobInventory inventory, @Reference BlobStore store) {
    this.inventory = inventory;
    this.store = store;
  }

  @Override
  public String capability() {
    return "patient-images";
  }

  @Override
  public Set<String> prefixes() {
    return Scenario.PREFIXES;
  }

  @Override
  public void references(Connection connection, Visitor visitor) throws SQLException, IOException {
    inventory.walk(new Walk(visitor));
  }

  @Override
  public Set<BlobKey> referenced(Connection connection, Collection<BlobKey> keys) {
    Set<BlobKey> own = new HashSet<>(keys);
    own.removeIf(key -> !isOurs(key));
    return own;
  }

  @Override
  public Set<BlobKey> pending(Connection connection, Collection<BlobKey> keys) {
    return Set.of();
  }

  private static boolean isOurs(BlobKey key) {
    return Scenario.PREFIXES.stream().anyMatch(key.value()::startsWith);
  }

  private Optional<BlobReference> reference(BlobKey key) throws IOException {
    try {
      return store.find(key).map(info -> new BlobReference(key, info.size(), info.sha256()));
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      // whoever compares finds out himself: nothing fits this
      return Optional.of(new BlobReference(key, -1, ""));
    }
  }

  private final class Walk implements BlobInventory.Visitor {
    private final Visitor visitor;

    Walk(Visitor visitor) {
      this.visitor = visitor;
    }

    @Override
    public void object(BlobKey key) throws IOException {
      if (!isOurs(key)) {
        return;
      }
      Optional<BlobReference> reference = reference(key);
      if (reference.isPresent()) {
        try {
          visitor.visit(reference.get());
        } catch (SQLException e) {
          throw new IOException("An image could not be compared", e);
        }
      }
    }

    @Override
    public void stranger(String name) {
      // told by those who look at the whole store
    }
  }
}
