package io.lamina.testkit.demo;

import io.lamina.testkit.phantom.MaskImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What stands out of an image's background, by Otsu's threshold over its decoded samples. */
final class Foreground {
  private static final int BINS = 256;

  private Foreground() {}

  /**
   * @param pixels answer of the pixels endpoint (D-13); of colour the first sample counts
   */
  static MaskImage of(Answer pixels) {
    int rows = pixels.header("X-Rows");
    int columns = pixels.header("X-Columns");
    int perPixel = pixels.header("X-Samples-Per-Pixel");
    int allocated = pixels.header("X-Bits-Allocated");
    boolean signed = pixels.header("X-Pixel-Representation") == 1;
    long expected = (long) rows * columns * perPixel * Math.max(8, allocated) / 8;
    if (pixels.body().length < expected) {
      throw new DemoFailure(
          "The decoded samples are too few: %d bytes of %d"
              .formatted(pixels.body().length, expected));
    }
    ByteBuffer samples = ByteBuffer.wrap(pixels.body()).order(ByteOrder.LITTLE_ENDIAN);
    long[] values = new long[rows * columns];
    long least = Long.MAX_VALUE;
    long most = Long.MIN_VALUE;
    for (int i = 0; i < values.length; i++) {
      values[i] = sample(samples, i * perPixel, allocated, signed);
      least = Math.min(least, values[i]);
      most = Math.max(most, values[i]);
    }
    int[] bins = new int[values.length];
    for (int i = 0; i < bins.length; i++) {
      bins[i] = (int) ((values[i] - least) * (BINS - 1) / Math.max(1, most - least));
    }
    int threshold = threshold(bins);
    byte[] labels = new byte[bins.length];
    for (int i = 0; i < bins.length; i++) {
      labels[i] = (byte) (bins[i] > threshold ? 1 : 0);
    }
    return new MaskImage(columns, rows, labels);
  }

  private static long sample(ByteBuffer samples, int index, int allocated, boolean signed) {
    if (allocated <= 8) {
      return signed ? samples.get(index) : samples.get(index) & 0xff;
    }
    if (allocated <= 16) {
      short value = samples.getShort(index * 2);
      return signed ? value : value & 0xffff;
    }
    int value = samples.getInt(index * 4);
    return signed ? value : value & 0xffffffffL;
  }

  /** The bin that parts the histogram into the two most different halves (Otsu 1979). */
  private static int threshold(int[] bins) {
    long[] counts = new long[BINS];
    double total = 0;
    for (int bin : bins) {
      counts[bin]++;
      total += bin;
    }
    double best = -1;
    int threshold = 0;
    double below = 0;
    long countBelow = 0;
    for (int bin = 0; bin < BINS - 1; bin++) {
      countBelow += counts[bin];
      below += (double) bin * counts[bin];
      long countAbove = bins.length - countBelow;
      if (countBelow > 0 && countAbove > 0) {
        double difference = below / countBelow - (total - below) / countAbove;
        double spread = difference * difference * countBelow * countAbove;
        if (spread > best) {
          best = spread;
          threshold = bin;
        }
      }
    }
    return threshold;
  }
}
