package io.lamina.operations.store;

import io.lamina.api.blob.BlobCatalog;
import io.lamina.api.blob.BlobKey;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The catalogs of the capabilities that are here. */
@Component(service = Catalogs.class)
public final class Catalogs {
  private final List<BlobCatalog> catalogs = new CopyOnWriteArrayList<>();

  @Activate
  public Catalogs() {
    // catalogs come and go
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void add(BlobCatalog catalog) {
    catalogs.add(catalog);
  }

  void remove(BlobCatalog catalog) {
    catalogs.remove(catalog);
  }

  /** Those here at this moment, by name. */
  List<BlobCatalog> all() {
    return catalogs.stream().sorted(Comparator.comparing(BlobCatalog::capability)).toList();
  }

  /** Whose object it is; empty where his capability is not among them. */
  static Optional<BlobCatalog> owner(List<BlobCatalog> among, BlobKey key) {
    return among.stream()
        .filter(catalog -> catalog.prefixes().stream().anyMatch(key.value()::startsWith))
        .findFirst();
  }
}
