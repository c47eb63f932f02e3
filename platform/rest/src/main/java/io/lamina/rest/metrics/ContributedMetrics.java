package io.lamina.rest.metrics;

import io.lamina.api.metrics.Metric;
import io.lamina.api.metrics.MetricSource;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The numbers of the capabilities. Each source is asked in a thread of its own: one that hangs or
 * throws is left out, and is not asked again before it has answered.
 */
public final class ContributedMetrics implements MultiCollector, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ContributedMetrics.class);
  private static final int MOST_OF_A_SOURCE = 500;
  private static final long PATIENCE_NANOS = 500_000_000L;

  private final Map<MetricSource, String> sources = new ConcurrentHashMap<>();
  private final Map<MetricSource, Future<Collection<Metric>>> asked = new ConcurrentHashMap<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "lamina-metrics");
            thread.setDaemon(true);
            return thread;
          });

  public void add(String capability, MetricSource source) {
    sources.put(source, capability);
  }

  public void remove(MetricSource source) {
    sources.remove(source);
    asked.remove(source);
  }

  @Override
  public MetricSnapshots collect() {
    sources.keySet().forEach(source -> asked.computeIfAbsent(source, this::ask));
    long end = System.nanoTime() + PATIENCE_NANOS;
    Map<String, Map<Map<String, String>, Metric>> byName = new TreeMap<>();
    sources.forEach(
        (source, capability) -> {
          for (Metric metric : answer(capability, source, end)) {
            merge(byName, capability, metric);
          }
        });
    List<MetricSnapshot> snapshots = new ArrayList<>();
    byName.values().forEach(points -> snapshots.add(snapshot(List.copyOf(points.values()))));
    return new MetricSnapshots(snapshots);
  }

  private Future<Collection<Metric>> ask(MetricSource source) {
    return threads.submit(() -> List.copyOf(source.metrics()));
  }

  private Collection<Metric> answer(String capability, MetricSource source, long end) {
    Future<Collection<Metric>> answer = asked.get(source);
    if (answer == null) {
      return List.of();
    }
    try {
      Collection<Metric> metrics =
          answer.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
      asked.remove(source, answer);
      if (metrics.size() > MOST_OF_A_SOURCE) {
        throw new IllegalStateException("more than " + MOST_OF_A_SOURCE);
      }
      return metrics;
    } catch (TimeoutException e) {
      LOG.warn("The metrics of '{}' do not come: {}", capability, source.getClass().getName());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      asked.remove(source, answer);
      LOG.warn("The metrics of '{}' failed: {}", capability, source.getClass().getName(), e);
    }
    return List.of();
  }

  /** The first metric of a name says what all of that name are; what differs is left out. */
  private static void merge(
      Map<String, Map<Map<String, String>, Metric>> byName, String capability, Metric metric) {
    Metric labelled = metric.with("capability", capability);
    Map<Map<String, String>, Metric> same =
        byName.computeIfAbsent(metric.name(), name -> new java.util.LinkedHashMap<>());
    if (same.isEmpty() || same.values().iterator().next().kind() == metric.kind()) {
      same.putIfAbsent(labelled.labels(), labelled);
    }
  }

  private static MetricSnapshot snapshot(List<Metric> points) {
    Metric first = points.get(0);
    if (first.kind() == Metric.Kind.GAUGE) {
      return new GaugeSnapshot(
          new MetricMetadata(first.name(), first.help()),
          points.stream()
              .map(point -> new GaugeDataPointSnapshot(point.value(), labels(point), null))
              .toList());
    }
    String name = first.name().substring(0, first.name().length() - "_total".length());
    return new CounterSnapshot(
        new MetricMetadata(name, first.help()),
        points.stream()
            .map(
                point ->
                    new CounterDataPointSnapshot(
                        Math.max(0, point.value()), labels(point), null, 0))
            .toList());
  }

  private static Labels labels(Metric metric) {
    Map<String, String> sorted = new TreeMap<>(metric.labels());
    return Labels.of(List.copyOf(sorted.keySet()), List.copyOf(sorted.values()));
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
