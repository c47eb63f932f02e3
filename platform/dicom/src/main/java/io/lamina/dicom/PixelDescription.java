package io.lamina.dicom;

/**
 * Image Pixel Module (PS3.3, C.7.6.3) as stored.
 *
 * @param rows 1 to 65535
 * @param columns 1 to 65535
 * @param samplesPerPixel 1, 3 or 4
 * @param bitsAllocated 1, 8, 16, 32 or 64
 * @param pixelRepresentation 0 unsigned, 1 two's complement
 * @param photometricInterpretation defined term, such as MONOCHROME2
 * @param planarConfiguration 0 by pixel, 1 by plane
 * @param frames 1 and up
 * @param floatingPoint samples are IEEE 754 of 32 or 64 bits (Float and Double Float Pixel Data)
 */
public record PixelDescription(
    int rows,
    int columns,
    int samplesPerPixel,
    int bitsAllocated,
    int bitsStored,
    int highBit,
    int pixelRepresentation,
    String photometricInterpretation,
    int planarConfiguration,
    int frames,
    boolean floatingPoint) {
  public PixelDescription(
      int rows,
      int columns,
      int samplesPerPixel,
      int bitsAllocated,
      int bitsStored,
      int highBit,
      int pixelRepresentation,
      String photometricInterpretation,
      int planarConfiguration,
      int frames) {
    this(
        rows,
        columns,
        samplesPerPixel,
        bitsAllocated,
        bitsStored,
        highBit,
        pixelRepresentation,
        photometricInterpretation,
        planarConfiguration,
        frames,
        false);
  }

  /** Samples of one frame. */
  public long samples() {
    return (long) rows * columns * samplesPerPixel;
  }

  public boolean isSigned() {
    return pixelRepresentation == 1;
  }
}
