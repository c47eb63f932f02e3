package io.lamina.storage.disk;

import io.lamina.api.metrics.Metric;
import io.lamina.api.metrics.MetricSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The object store as {@code /metrics} shows it. */
@Component
public final class DiskMetrics implements MetricSource {
  private final DiskBlobStore store;

  @Activate
  public DiskMetrics(@Reference DiskBlobStore store) {
    this.store = store;
  }

  @Override
  public Collection<Metric> metrics() {
    try {
      return store.metrics();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Metric> of(Reserve reserve, ObjectTree tree, Flusher flusher) throws IOException {
    List<Metric> metrics = new ArrayList<>(always(reserve, tree, flusher));
    tree.totals()
        .now()
        .ifPresent(
            totals -> {
              metrics.add(
                  Metric.gauge(
                      "lamina_storage_objects",
                      "Objects in the store; not told until they are counted after a start.",
                      totals.objects()));
              metrics.add(
                  Metric.gauge(
                      "lamina_storage_objects_bytes",
                      "Bytes that the files of the objects have.",
                      totals.bytes()));
            });
    return metrics;
  }

  private static List<Metric> always(Reserve reserve, ObjectTree tree, Flusher flusher)
      throws IOException {
    return List.of(
        Metric.gauge(
            "lamina_storage_free_bytes", "Free on the disk of the object store.", reserve.free()),
        Metric.gauge(
            "lamina_storage_reserve_bytes",
            "Below so many free bytes uploads are refused.",
            reserve.reserved()),
        Metric.counter(
            "lamina_storage_objects_stored_total",
            "Objects stored since the start.",
            tree.linked()),
        Metric.counter(
            "lamina_storage_objects_removed_total",
            "Objects removed since the start.",
            tree.removed()),
        Metric.gauge(
            "lamina_storage_flush_queue_length",
            "Files that wait to be made durable.",
            flusher.waiting()));
  }
}
