package io.lamina.storage.disk;

import io.lamina.api.capability.Health;
import io.lamina.api.capability.HealthCheck;
import java.io.IOException;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether objects can be stored: the folder can be written and the reserve is free. */
@Component
public final class DiskHealth implements HealthCheck {
  private static final Logger LOG = LoggerFactory.getLogger(DiskHealth.class);

  private final DiskBlobStore store;

  @Activate
  public DiskHealth(@Reference DiskBlobStore store) {
    this.store = store;
  }

  @Override
  public Health check() {
    try {
      Map<String, String> facts =
          Map.of("kind", "disk", "free_bytes", Long.toString(store.freeBytes()));
      if (!store.hasRoom()) {
        return new Health(
            false, "The disk of the object store is full; uploads are refused", facts);
      }
      store.probe();
      return Health.ok(facts);
    } catch (IOException e) {
      LOG.error("The folder of the object store cannot be written", e);
      return Health.failing("The folder of the object store cannot be written; see the log");
    }
  }
}
