package io.lamina.studies.domain;

import io.lamina.api.blob.BlobInfo;
import io.lamina.api.blob.BlobStore;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
 * Deletes objects that a crash left without a row (D-18): objects lie under the numbers of their
 * instances, so each number that was issued and has no row is looked up in the blob store. Uploads
 * on their way, on this node or another, are younger than {@link #GRACE} and left alone. Runs at
 * start and every hour.
 */
@Component(immediate = true, service = OrphanSweep.class)
public final class OrphanSweep {
  /** Longer than any upload takes. */
  static final Duration GRACE = Duration.ofHours(24);

  private static final Logger LOG = LoggerFactory.getLogger(OrphanSweep.class);
  private static final long RANGE = 10_000;

  /** Longer than the deletion of one object takes. */
  private static final long END_SECONDS = 10;

  private final BlobStore blobs;
  private final SweepRecords records;
  private final Discards discards;
  private final Clock clock;
  private final ScheduledExecutorService schedule;
  private volatile boolean stopped;

  @Activate
  public OrphanSweep(
      @Reference BlobStore blobs, @Reference Catalog catalog, @Reference SweepRecords records) {
    this(blobs, catalog, records, Clock.systemUTC());
    schedule.scheduleWithFixedDelay(this::runQuietly, 0, 1, TimeUnit.HOURS);
  }

  OrphanSweep(BlobStore blobs, Catalog catalog, SweepRecords records, Clock clock) {
    this.blobs = blobs;
    this.records = records;
    this.discards = new Discards(blobs, catalog);
    this.clock = clock;
    this.schedule =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "studies-sweep");
              thread.setDaemon(true);
              return thread;
            });
  }

  @Deactivate
  public void close() {
    stopped = true;
    schedule.shutdown();
    try {
      // never interrupted: that would close the file of an embedded database under everybody
      if (!schedule.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("The search for objects without rows still ends its step");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void runQuietly() {
    try {
      int deleted = run();
      if (deleted > 0) {
        LOG.info("Deleted {} objects without a row, left by a crash", deleted);
      }
    } catch (IOException | RuntimeException e) {
      // an exception would end the schedule
      LOG.warn("The search for objects without rows failed and is repeated in an hour", e);
    }
  }

  /**
   * @return objects deleted
   */
  int run() throws IOException {
    discards.run();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Instant old = now.minus(GRACE);
    SweepRecords.Mark mark = records.mark();
    long issued = records.issued();
    int deleted = 0;
    for (long from = mark.sweptTo(); from < issued && !stopped; from += RANGE) {
      for (long id : records.withoutRow(from, Math.min(from + RANGE, issued))) {
        if (stopped) {
          return deleted;
        }
        Optional<BlobInfo> found = blobs.find(Blobs.key(id));
        if (found.isPresent() && found.get().storedAt().isBefore(old)) {
          blobs.delete(Blobs.key(id));
          deleted++;
        }
      }
    }
    if (!stopped && mark.seenAt().isBefore(old)) {
      records.save(new SweepRecords.Mark(mark.seen(), issued, now));
    }
    return deleted;
  }
}
