package io.lamina.studies.store;

import java.time.Duration;
import java.util.Arrays;

/** Numbers of instances, taken from their sequence some at a time. */
final class InstanceIds {
  private static final int BLOCK = 64;

  /** Far below the age at which a number without a row is taken for an orphan's. */
  private static final long MOST_AGE_NANOS = Duration.ofMinutes(10).toNanos();

  private final Database database;
  private long[] block = new long[0];
  private int used;
  private long takenAt;

  InstanceIds(Database database) {
    this.database = database;
  }

  synchronized long[] next(int count) {
    boolean old = System.nanoTime() - takenAt > MOST_AGE_NANOS;
    if (old || block.length - used < count) {
      block =
          database.run(
              connection ->
                  Sequences.next(connection, "studies_instance_seq", Math.max(BLOCK, count)));
      used = 0;
      takenAt = System.nanoTime();
    }
    long[] given = Arrays.copyOfRange(block, used, used + count);
    used += count;
    return given;
  }
}
