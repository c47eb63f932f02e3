package io.lamina.patientimages.store;

import io.lamina.api.blob.BlobCatalog;
import io.lamina.api.blob.BlobInfo;
import io.lamina.api.blob.BlobInventory;
import io.lamina.api.blob.BlobKey;
import io.lamina.api.blob.BlobReference;
import io.lamina.api.blob.BlobStore;
import java.io.IOException;
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
  private static final Set<String> PREFIXES = Set.of("patient_images/", "patient/");

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
    return PREFIXES;
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
    return PREFIXES.stream().anyMatch(key.value()::startsWith);
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
      Optional<BlobInfo> info = store.find(key);
      if (info.isPresent()) {
        try {
          visitor.visit(new BlobReference(key, info.get().size(), info.get().sha256()));
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
