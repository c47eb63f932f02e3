package io.lamina.audit.domain;

import io.lamina.api.audit.AuditAction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens again within a minute of the clock is counted, not written again. The first is
 * durable before anybody goes on; the count is written as a row of its own when the minute is over.
 *
 * <p>Memory is bounded: of refusals, which anybody can provoke, {@link #MOST_REFUSALS} different
 * ones are told apart in a minute, the others become one entry for each action and kind of object.
 * Of everything else {@link #MOST} are remembered, and those beyond are written each for itself.
 */
final class Minutes implements AutoCloseable {
  static final int MOST = 20_000;
  static final int MOST_REFUSALS = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(Minutes.class);
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();
  private static final int ROWS = 500;

  /** Counts that wait for a database that does not answer. */
  private static final int MOST_ROWS = 100_000;

  private static final Set<String> REFUSALS =
      Set.of(AuditAction.REFUSED.key(), AuditAction.SIGN_IN_REFUSED.key());

  /** A counter that no longer counts. */
  private static final long CLOSED = Long.MIN_VALUE;

  private final SharedCommits commits;
  private final Entries entries;
  private final Clock clock;
  private final Deque<Minute> over = new ArrayDeque<>();
  private final Deque<Entry> rows = new ArrayDeque<>();
  private volatile Minute current;

  /** What is alike: who, from where, and what. */
  record Likeness(Long userId, String address, String action, List<Object> what) {}

  private static final class Minute {
    final long number;
    final Map<Likeness, Counted> seen = new ConcurrentHashMap<>();
    final AtomicInteger refusals = new AtomicInteger();

    /** Whether its counts are all written and nobody looks for more. */
    volatile boolean forgotten;

    Minute(long number) {
      this.number = number;
    }

    /** Whoever adds something after the look at what there is finds it forgotten. */
    boolean forget() {
      forgotten = true;
      forgotten = seen.isEmpty();
      return forgotten;
    }
  }

  private static final class Counted {
    final CompletableFuture<Entry> first = new CompletableFuture<>();
    final AtomicLong times = new AtomicLong(1);

    /** Whether it was counted; false where the minute is over. */
    boolean again() {
      return times.getAndUpdate(n -> n == CLOSED ? n : n + 1) != CLOSED;
    }
  }

  Minutes(SharedCommits commits, Entries entries, Clock clock) {
    this.commits = commits;
    this.entries = entries;
    this.clock = clock;
    this.current = new Minute(number());
  }

  /**
   * Returns when the entry, or the one that stands for it, is durable.
   *
   * @param what that it has in common with those that are not written again
   */
  void tell(Entry entry, List<Object> what) {
    boolean refusal = REFUSALS.contains(entry.action());
    Likeness likeness = new Likeness(entry.userId(), entry.address(), entry.action(), what);
    while (true) {
      Minute minute = minute();
      Counted there = minute.seen.get(likeness);
      if (there == null && isFull(minute, refusal)) {
        if (!refusal) {
          SharedCommits.await(commits.add(entry));
          return;
        }
        Entry summary = entry.summary();
        Likeness coarse = new Likeness(0L, "", entry.action(), List.of(entry.object(), "summary"));
        if (count(minute, coarse, summary)) {
          return;
        }
      } else if (count(minute, likeness, entry)) {
        return;
      }
    }
  }

  private static boolean isFull(Minute minute, boolean refusal) {
    return refusal ? minute.refusals.incrementAndGet() > MOST_REFUSALS : minute.seen.size() >= MOST;
  }

  private boolean count(Minute minute, Likeness likeness, Entry entry) {
    Counted mine = new Counted();
    Counted there = minute.seen.putIfAbsent(likeness, mine);
    if (there != null) {
      if (!there.again()) {
        return false;
      }
      if (!there.first.isDone() || there.first.isCompletedExceptionally()) {
        SharedCommits.await(there.first);
      }
      return true;
    }
    if (minute.forgotten) {
      lookAgain(minute);
    }
    commits
        .add(entry)
        .whenComplete(
            (stored, failure) -> {
              if (failure == null) {
                mine.first.complete(stored);
              } else {
                // the next one tries anew
                minute.seen.remove(likeness, mine);
                mine.first.completeExceptionally(failure);
              }
            });
    SharedCommits.await(mine.first);
    return true;
  }

  private long number() {
    return Math.floorDiv(clock.millis(), MINUTE);
  }

  /** A clock that is set back stays in the minute it was in. */
  private Minute minute() {
    Minute now = current;
    long number = number();
    return number <= now.number ? now : roll(number);
  }

  private synchronized Minute roll(long number) {
    if (number > current.number) {
      over.addLast(current);
      current = new Minute(number);
    }
    return current;
  }

  /** Writes the counts of minutes that are over. */
  synchronized void writeCounts() {
    minute();
    over.forEach(this::close);
    // a thread that was held up between two lines may still come back to the minute before
    over.removeIf(minute -> minute.number < current.number - 1 && minute.forget());
    while (!rows.isEmpty()) {
      List<Entry> part = rows.stream().limit(ROWS).toList();
      try {
        entries.add(part);
      } catch (RuntimeException e) {
        LOG.warn("Counts of the audit trail cannot be written yet: {} rows", rows.size(), e);
        if (rows.size() > MOST_ROWS) {
          LOG.error("The counts of {} entries of the audit trail are lost", rows.size());
          rows.clear();
        }
        return;
      }
      part.forEach(row -> rows.removeFirst());
    }
  }

  /** For a thread that was held up for longer than that. */
  private synchronized void lookAgain(Minute minute) {
    if (!over.contains(minute)) {
      over.addLast(minute);
    }
  }

  private void close(Minute minute) {
    Instant now = clock.instant();
    minute
        .seen
        .entrySet()
        .removeIf(
            one -> {
              CompletableFuture<Entry> first = one.getValue().first;
              if (!first.isDone()) {
                // still on its way to the disk: with the next round
                return false;
              }
              long times = one.getValue().times.getAndSet(CLOSED);
              if (times > 1 && !first.isCompletedExceptionally()) {
                rows.addLast(first.join().counted(now, times));
              }
              return true;
            });
  }

  /** Writes all counts, those of the running minute too. */
  @Override
  public synchronized void close() {
    roll(current.number + 1);
    writeCounts();
  }
}
