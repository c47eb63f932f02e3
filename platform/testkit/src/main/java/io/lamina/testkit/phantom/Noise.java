package io.lamina.testkit.phantom;

import java.util.SplittableRandom;

/** Softens edges as a scanner's resolution does, and adds its noise. */
final class Noise {
  private final SplittableRandom random;
  private final double deviation;

  /**
   * @param deviation standard deviation of the noise
   */
  Noise(long seed, int image, double deviation) {
    this.random = new SplittableRandom(seed * 1_000_003L + image);
    this.deviation = deviation;
  }

  /** The mean of each pixel's 3 x 3 neighbours, in place. The border stays as it is. */
  static void soften(short[] pixels, Grid grid) {
    int columns = grid.columns();
    int[] sums = new int[pixels.length];
    for (int i = 1; i < pixels.length - 1; i++) {
      sums[i] = pixels[i - 1] + pixels[i] + pixels[i + 1];
    }
    for (int row = 1; row < grid.rows() - 1; row++) {
      for (int i = row * columns + 1; i < (row + 1) * columns - 1; i++) {
        pixels[i] = (short) Math.floorDiv(sums[i - columns] + sums[i] + sums[i + columns], 9);
      }
    }
  }

  /** About normally distributed: the sum of four uniform numbers out of one random word. */
  int next() {
    long word = random.nextLong();
    long sum = (word & 0xffff) + (word >>> 16 & 0xffff) + (word >>> 32 & 0xffff) + (word >>> 48);
    // four uniform numbers of 16 bit have the deviation 65536 / sqrt(3)
    return (int) Math.round((sum - 131_070) * deviation / 37_837);
  }
}
