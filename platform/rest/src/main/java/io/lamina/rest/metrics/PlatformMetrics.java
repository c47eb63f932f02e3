package io.lamina.rest.metrics;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmBufferPoolMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.function.DoubleSupplier;

/** All numbers of this process: its own, the requests', the capabilities'. */
public final class PlatformMetrics implements AutoCloseable {
  /** What Prometheus is told that the page is. */
  public static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final PrometheusTextFormatWriter writer = new PrometheusTextFormatWriter(false);
  private final RequestMetrics requests = new RequestMetrics(registry);
  private final ContributedMetrics contributed = new ContributedMetrics();

  public PlatformMetrics() {
    // names as every dashboard for Java knows them
    JvmMemoryMetrics.builder().register(registry);
    JvmBufferPoolMetrics.builder().register(registry);
    JvmGarbageCollectorMetrics.builder().register(registry);
    JvmThreadsMetrics.builder().register(registry);
    ProcessMetrics.builder().register(registry);
    gauge(
        "lamina_uptime_seconds",
        "Since the process started.",
        () -> ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0);
    registry.register(contributed);
  }

  public RequestMetrics requests() {
    return requests;
  }

  public ContributedMetrics contributed() {
    return contributed;
  }

  /** A number of the front door's own, read at every scrape. */
  public void gauge(String name, String help, DoubleSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call(value.getAsDouble()))
        .register(registry);
  }

  /** A count of the front door's own, read at every scrape. */
  public void counter(String name, String help, DoubleSupplier value) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call(value.getAsDouble()))
        .register(registry);
  }

  /** The page in Prometheus' text format 0.0.4. */
  public byte[] page() throws IOException {
    ByteArrayOutputStream page = new ByteArrayOutputStream(64 << 10);
    writer.write(page, registry.scrape());
    return page.toByteArray();
  }

  @Override
  public void close() {
    contributed.close();
  }
}
