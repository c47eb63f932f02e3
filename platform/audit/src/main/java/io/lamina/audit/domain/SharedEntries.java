package io.lamina.audit.domain;

import io.lamina.api.audit.AuditEvent;
import io.lamina.api.identity.Caller;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Entries that belong to no transaction of somebody else: written in shared commits, and counted
 * where they are alike. Ends before the sealer does, so that the last head covers the last counts.
 */
@Component(service = SharedEntries.class)
public final class SharedEntries {
  private static final long STOP_SECONDS = 20;

  private final Clock clock;
  private final SharedCommits commits;
  private final Minutes minutes;
  private final ScheduledExecutorService schedule;

  @Activate
  public SharedEntries(@Reference Entries entries, @Reference Sealer sealer) {
    this(entries, Clock.systemUTC());
    schedule.scheduleWithFixedDelay(this::writeCounts, 1, 1, TimeUnit.SECONDS);
  }

  private SharedEntries(Entries entries, Clock clock) {
    this.clock = clock;
    this.commits = new SharedCommits(entries);
    this.minutes = new Minutes(commits, entries, clock);
    this.schedule =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "audit-counts");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** With a clock of its own, whose minutes end when {@link #writeCounts} is called. */
  public static SharedEntries at(Entries entries, Clock clock) {
    return new SharedEntries(entries, clock);
  }

  /** Writes everything that waits, and all counts. */
  @Deactivate
  public void close() {
    schedule.shutdown();
    try {
      schedule.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    commits.close();
    minutes.close();
  }

  /** Of one principal, study (or object, where no study is named) and action one a minute. */
  public void read(Caller caller, AuditEvent event) {
    Entry entry = Entry.of(clock.instant(), caller, event);
    minutes.tell(
        entry,
        entry.study() == null ? List.of(entry.object(), entry.objectId()) : List.of(entry.study()));
  }

  /** Of what is alike in everything one a minute. */
  public void event(Caller caller, AuditEvent event) {
    Entry entry = Entry.of(clock.instant(), caller, event);
    minutes.tell(
        entry,
        Arrays.asList(
            entry.object(),
            entry.objectId(),
            entry.project(),
            entry.study(),
            entry.patient(),
            entry.details()));
  }

  /** Writes the counts of minutes that are over; runs every second by itself. */
  public void writeCounts() {
    minutes.writeCounts();
  }
}
