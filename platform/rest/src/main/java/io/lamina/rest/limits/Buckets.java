package io.lamina.rest.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.TokensInheritanceStrategy;
import io.github.bucket4j.local.SynchronizationStrategy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * Token buckets by key, in bounded memory. A bucket that is full again is forgotten, which loses
 * nothing. Those that are more than half used up have a room of their own: a flood of keys that
 * come once or twice pushes out its like alone.
 *
 * <p>What is taken comes back in up to ten equal parts over an hour, instead of in drops: within
 * six minutes the figure is exact, and Retry-After is never longer than that for round figures.
 */
final class Buckets {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int MOST_PARTS = 10;

  /**
   * @param subject who: an address or a user id
   */
  record Key(Object subject, String family, boolean files) {}

  /** Touched inside {@link #light}'s compute alone, which lets one thread in for a key. */
  private static final class Counter {
    private final Bucket bucket;
    private long figure;
    private long nanosToFull;

    Counter(Bucket bucket, long figure) {
      this.bucket = bucket;
      this.figure = figure;
    }
  }

  private final LongSupplier nanos;
  private final Cache<Key, Counter> light;
  private final Cache<Key, Counter> heavy;

  /**
   * @param most buckets that are kept
   * @param nanos the clock
   */
  Buckets(int most, LongSupplier nanos) {
    this.nanos = nanos;
    this.light = room(most / 2);
    this.heavy = room(most / 2);
  }

  private Cache<Key, Counter> room(int most) {
    return Caffeine.newBuilder()
        .maximumSize(most)
        .ticker(nanos::getAsLong)
        .executor(Runnable::run)
        .expireAfter(new UntilFull())
        .build();
  }

  /** Takes one if there is one. */
  Quota take(Key key, long figure) {
    AtomicReference<ConsumptionProbe> probe = new AtomicReference<>();
    light
        .asMap()
        .compute(
            key,
            (same, before) -> {
              Counter known = before == null ? heavy.getIfPresent(key) : before;
              Counter counter = known == null ? fresh(figure) : resized(known, figure);
              ConsumptionProbe asked = counter.bucket.tryConsumeAndReturnRemaining(1);
              probe.set(asked);
              counter.nanosToFull = asked.getNanosToWaitForReset();
              if (asked.getRemainingTokens() < figure / 2) {
                heavy.put(key, counter);
                return null;
              }
              heavy.invalidate(key);
              return counter;
            });
    ConsumptionProbe asked = probe.get();
    return new Quota(
        asked.isConsumed(),
        figure,
        asked.getRemainingTokens(),
        Duration.ofNanos(asked.getNanosToWaitForRefill()),
        Duration.ofNanos(asked.getNanosToWaitForReset()));
  }

  /** Puts back what was taken for nothing. */
  void giveBack(Key key, long count) {
    light
        .asMap()
        .compute(
            key,
            (same, before) -> {
              Counter known = before == null ? heavy.getIfPresent(key) : before;
              if (known != null && count > 0) {
                known.bucket.addTokens(count);
              }
              return before;
            });
  }

  void setMost(int most) {
    light.policy().eviction().orElseThrow().setMaximum(most / 2);
    heavy.policy().eviction().orElseThrow().setMaximum(most / 2);
  }

  /** Buckets that are kept now. */
  long size() {
    light.cleanUp();
    heavy.cleanUp();
    return light.estimatedSize() + heavy.estimatedSize();
  }

  private Counter fresh(long figure) {
    Bucket bucket =
        Bucket.builder()
            .addLimit(bandwidth(figure))
            .withCustomTimePrecision(new Meter(nanos))
            .withSynchronizationStrategy(SynchronizationStrategy.NONE)
            .build();
    return new Counter(bucket, figure);
  }

  /** Another figure keeps what was used: more gives the difference, less takes what is over. */
  private static Counter resized(Counter counter, long figure) {
    if (counter.figure != figure) {
      counter.bucket.replaceConfiguration(
          BucketConfiguration.builder().addLimit(bandwidth(figure)).build(),
          TokensInheritanceStrategy.ADDITIVE);
      counter.figure = figure;
    }
    return counter;
  }

  private static Bandwidth bandwidth(long figure) {
    int parts = MOST_PARTS;
    while (figure % parts != 0) {
      parts--;
    }
    return Bandwidth.builder()
        .capacity(figure)
        .refillIntervally(figure / parts, HOUR.dividedBy(parts))
        .build();
  }

  private record Meter(LongSupplier nanos) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      return nanos.getAsLong();
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }

  private static final class UntilFull implements Expiry<Key, Counter> {
    @Override
    public long expireAfterCreate(Key key, Counter counter, long now) {
      return counter.nanosToFull;
    }

    @Override
    public long expireAfterUpdate(Key key, Counter counter, long now, long left) {
      return counter.nanosToFull;
    }

    @Override
    public long expireAfterRead(Key key, Counter counter, long now, long left) {
      return left;
    }
  }
}
