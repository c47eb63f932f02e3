package io.lamina.dicom.parse;

import java.time.Duration;

/**
 * What an object may cost before it is refused.
 *
 * @param depth nested sequences
 * @param elements elements, items and fragments together
 * @param headerBytes bytes of values held in memory
 * @param bulkThreshold values longer than this stay in the source
 * @param inflatedBytes size of a deflated data set
 * @param inflateRatio of a deflated data set, asked once it is above 64 MiB
 * @param frameSamples rows x columns x samples per pixel of one frame
 * @param time for parsing
 */
public record Limits(
    int depth,
    int elements,
    long headerBytes,
    int bulkThreshold,
    long inflatedBytes,
    int inflateRatio,
    long frameSamples,
    Duration time) {
  public static final Limits DEFAULT =
      new Limits(
          128, 1_000_000, 64L << 20, 64 << 10, 512L << 20, 200, 512L << 20, Duration.ofSeconds(20));
}
