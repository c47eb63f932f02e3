package io.lamina.masks.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  /** Of the annotations of one transaction together: each value is a row held in memory. */
  private static final int VALUES = 5_000;

  /** Longer than a batch takes. */
  private static final long END_SECONDS = 10;

  private static final Logger LOG = LoggerFactory.getLogger(MeasurementBacklog.class);

  private final Annotations annotations;
  private final MeasurementReader reader;
  private final Transactions transactions;
  private final ScheduledExecutorService timer;
  private volatile boolean stopped;

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
    stopped = true;
    timer.shutdown();
    try {
      // never interrupted: that would close the file of an embedded database under everybody
      if (!timer.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("The reading of measurements of before the upgrade still ends its batch");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * @return annotations that were read
   */
  public int work() {
    int done = 0;
    List<Long> waiting = annotations.backlog(BATCH);
    while (!waiting.isEmpty() && !stopped) {
      List<Long> batch = waiting;
      done += transactions.inOne(() -> readSome(batch));
      waiting = annotations.backlog(BATCH);
    }
    return done;
  }

  /** The first of them, as many as have not too many values together. */
  private int readSome(List<Long> batch) {
    List<Long> done = new ArrayList<>();
    int count = 0;
    for (long id : batch) {
      Optional<Annotation> annotation = annotations.lock(id);
      if (annotation.isPresent()) {
        List<Measurement> values = reader.read(annotation.get().content().measurements());
        count += values.size();
        if (count > VALUES && !done.isEmpty()) {
          break;
        }
        annotations.measure(id, values);
      }
      done.add(id);
    }
    annotations.leaveBacklog(done);
    return done.size();
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
