package io.lamina.rest.limits;

import java.time.Duration;

/**
 * What was left of a bucket after asking it.
 *
 * @param granted whether what was asked for was taken
 * @param limit most that the bucket holds, which is what it gives in an hour
 * @param remaining whole requests or files left now
 * @param untilNext time until what was asked for is there; zero where it was granted
 * @param untilFull time until nothing is used up any more
 */
public record Quota(
    boolean granted, long limit, long remaining, Duration untilNext, Duration untilFull) {

  /** Whole seconds, rounded up: who waits so long does not come too early. */
  public static long seconds(Duration time) {
    return time.plusNanos(999_999_999).toSeconds();
  }
}
