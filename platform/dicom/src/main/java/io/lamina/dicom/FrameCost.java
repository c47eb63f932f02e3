package io.lamina.dicom;

/** How much heap a frame takes at most, in bytes, for {@link FrameMemory}. */
public final class FrameCost {
  /** A compressed frame is refused that is longer than its samples and this. */
  private static final long HEADERS = 1 << 20;

  private FrameCost() {}

  /** Of the samples alone, as {@link Dicom#decode} answers them. */
  public static long samples(PixelDescription pixels) {
    return pixels.samples() * Math.max(1, pixels.bitsAllocated() / 8);
  }

  /** Longest compressed form that is decoded. */
  public static long longestStream(PixelDescription pixels) {
    return samples(pixels) + HEADERS;
  }

  /**
   * While a frame is decoded: as stored, as decoded, and once more where it is put in another
   * order.
   *
   * @param stored bytes of the frame in the file
   */
  public static long decoding(PixelDescription pixels, long stored) {
    boolean plain =
        stored == samples(pixels)
            && (pixels.samplesPerPixel() == 1 || pixels.planarConfiguration() == 0);
    return plain ? stored : stored + 2 * samples(pixels);
  }

  /**
   * While a frame is rendered: the samples, the picture, and the PNG, of which there are two while
   * it is put together; each of the latter is at most a little larger than the picture.
   *
   * @param stored bytes of the frame in the file
   */
  public static long rendering(PixelDescription pixels, long stored) {
    int channels = pixels.photometricInterpretation().startsWith("MONOCHROME") ? 1 : 3;
    long picture = (long) pixels.rows() * pixels.columns() * channels;
    return Math.max(decoding(pixels, stored), samples(pixels) + 3 * (picture + picture / 64))
        + HEADERS;
  }
}
