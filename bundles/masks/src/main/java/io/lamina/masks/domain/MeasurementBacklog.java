package io.lamina.masks.domain;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the measurements of annotations that were stored before lists could search them, once after
 * the upgrade; until then a search by measurement misses those that are still waiting.
 */
@Component(service = MeasurementBacklog.class, immediate = true)
public final class MeasurementBacklog {
  private static final int BATCH = 20;
  private static final Logger LOG = LoggerFactory.getLogger(MeasurementBacklog.class);

  private final Annotations annotations;
  private final MeasurementReader reader;
  private final Transactions transactions;
  private final ScheduledExecutorService timer;

  @Activate
  public MeasurementBacklog(
      @Reference Annotations annotations,
      @Reference MeasurementReader reader,
      @Reference Transactions transactions) {
    this.annotations = annotations;
    this.reader = reader;
    this.transactions = transactions;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "masks-measurements");
              thread.setDaemon(true);
              return thread;
            });
  }

  @Activate
  void start() {
    var unused = timer.scheduleWithFixedDelay(this::quietly, 0, 60, TimeUnit.SECONDS);
  }

  @Deactivate
  void stop() {
    timer.shutdownNow();
  }

  /**
   * @return annotations that were read
   */
  public int work() {
    int done = 0;
    List<Long> waiting = annotations.backlog(BATCH);
    while (!waiting.isEmpty() && !Thread.currentThread().isInterrupted()) {
      List<Long> batch = waiting;
      transactions.inOne(
          () -> {
            batch.forEach(this::read);
            annotations.leaveBacklog(batch);
            return null;
          });
      done += batch.size();
      waiting = annotations.backlog(BATCH);
    }
    return done;
  }

  private void read(long id) {
    annotations
        .lock(id)
        .ifPresent(
            annotation ->
                annotations.measure(id, reader.read(annotation.content().measurements())));
  }

  private void quietly() {
    try {
      int done = work();
      if (done > 0) {
        LOG.info("Read the measurements of {} annotations of before the upgrade", done);
      }
      timer.shutdown();
    } catch (RuntimeException e) {
      LOG.error("Measurements of before the upgrade could not be read; tried again in a minute", e);
    }
  }
}
