package io.lamina.storage.disk;

import io.lamina.api.blob.BlobHold;
import io.lamina.api.blob.BlobInventory;
import io.lamina.api.blob.BlobKey;
import io.lamina.api.error.LaminaException;
import io.lamina.api.files.FolderTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The store on disk as a whole. */
@Component(service = BlobInventory.class)
public final class DiskInventory implements BlobInventory {
  private final DiskBlobStore store;

  @Activate
  public DiskInventory(@Reference DiskBlobStore store) {
    this.store = store;
  }

  @Override
  public void walk(Visitor visitor) throws IOException {
    Path root = store.tree().root();
    FolderTree.walk(
        root,
        (file, attributes) -> {
          String name = root.relativize(file).toString();
          Optional<BlobKey> key = key(name);
          if (key.isPresent() && attributes.isRegularFile()) {
            visitor.object(key.get());
          } else {
            visitor.stranger(name);
          }
        });
  }

  private static Optional<BlobKey> key(String name) {
    if (!name.endsWith(ObjectTree.SUFFIX)) {
      return Optional.empty();
    }
    try {
      String key = name.substring(0, name.length() - ObjectTree.SUFFIX.length());
      return Optional.of(new BlobKey(key));
    } catch (LaminaException e) {
      return Optional.empty();
    }
  }

  @Override
  public BlobHold hold() throws IOException {
    return store.hold();
  }
}
