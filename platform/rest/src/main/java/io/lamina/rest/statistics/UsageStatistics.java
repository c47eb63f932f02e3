package io.lamina.rest.statistics;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the use of today in memory and puts it into the day's file every half minute, so that a
 * crash loses less than a minute. There are as many rows as there are routes and methods.
 */
public final class UsageStatistics implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UsageStatistics.class);
  private static final int WRITE_SECONDS = 30;

  private final UsageFiles files;
  private final Clock clock;
  private final int keptDays;
  private final ScheduledExecutorService writer =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "lamina-statistics");
            thread.setDaemon(true);
            return thread;
          });

  /** One day's counters. */
  private record Today(LocalDate day, Map<UsageKey, Usage> usage) {}

  private volatile Today today;
  private volatile boolean changed;

  /**
   * @param folder of the days' files; null keeps today in memory alone
   * @param keptDays days that are kept
   */
  public UsageStatistics(Path folder, int keptDays, Clock clock) {
    this.files = folder == null ? null : new UsageFiles(folder);
    this.clock = clock;
    this.keptDays = keptDays;
    this.today = load(now());
    writer.scheduleWithFixedDelay(this::save, WRITE_SECONDS, WRITE_SECONDS, TimeUnit.SECONDS);
  }

  private LocalDate now() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  private Today load(LocalDate day) {
    Map<UsageKey, Usage> usage = new ConcurrentHashMap<>();
    try {
      if (files != null) {
        usage.putAll(files.read(day));
        files.removeBefore(day.minusDays(keptDays));
      }
    } catch (IOException | DateTimeException e) {
      LOG.warn("The usage statistics of today could not be read and begin anew", e);
    }
    return new Today(day, usage);
  }

  /**
   * A request of a route was answered.
   *
   * @param route template
   * @param method one of the route's own
   * @param userId 0 for nobody
   */
  public void count(
      String capability,
      String route,
      String method,
      int status,
      long bytesIn,
      long bytesOut,
      long userId) {
    Today current = today;
    if (!current.day().equals(now())) {
      current = turn();
    }
    current
        .usage()
        .computeIfAbsent(new UsageKey(capability, route, method), key -> new Usage())
        .add(status, bytesIn, bytesOut, userId);
    changed = true;
  }

  private synchronized Today turn() {
    LocalDate now = now();
    if (!today.day().equals(now)) {
      save();
      today = load(now);
    }
    return today;
  }

  /** Puts today into its file. */
  public synchronized void save() {
    if (files == null || !changed) {
      return;
    }
    changed = false;
    try {
      files.write(today.day(), copy());
    } catch (IOException | RuntimeException e) {
      changed = true;
      LOG.warn("The usage statistics could not be written; the next try is soon", e);
    }
  }

  private Map<UsageKey, Usage> copy() {
    Map<UsageKey, Usage> copy = new TreeMap<>();
    today.usage().forEach((key, usage) -> copy.put(key, usage.copy()));
    return copy;
  }

  /** The rows of one day, in order. */
  synchronized Map<UsageKey, Usage> of(LocalDate day) throws IOException {
    if (day.equals(today.day())) {
      return copy();
    }
    return files == null ? Map.of() : files.read(day);
  }

  /** Today, in UTC. */
  LocalDate day() {
    return now();
  }

  int keptDays() {
    return keptDays;
  }

  @Override
  public void close() {
    writer.shutdown();
    save();
  }
}
