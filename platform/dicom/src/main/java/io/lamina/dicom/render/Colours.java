package io.lamina.dicom.render;

import io.lamina.dicom.FrameSamples;
import io.lamina.dicom.InvalidDicomException;
import io.lamina.dicom.InvalidDicomException.Reason;
import io.lamina.dicom.PixelDescription;

/** Colour samples to RGB of 8 bits (PS3.3, C.7.6.3.1.2). */
final class Colours {
  private Colours() {}

  static byte[] rgb(FrameSamples samples) {
    PixelDescription pixels = samples.description();
    if (pixels.samplesPerPixel() != 3 || pixels.bitsAllocated() > 32 || pixels.floatingPoint()) {
      throw new InvalidDicomException(
          Reason.UNSUPPORTED,
          "Images with "
              + pixels.samplesPerPixel()
              + " samples a pixel of "
              + pixels.bitsAllocated()
              + " bits cannot be shown");
    }
    byte[] eight = eightBits(samples);
    switch (samples.photometricInterpretation()) {
      case "RGB" -> {
        return eight;
      }
      case "YBR_FULL", "YBR_FULL_422", "YBR_ICT", "YBR_RCT" -> fullRange(eight);
      case "YBR_PARTIAL_422", "YBR_PARTIAL_420" -> partialRange(eight);
      default ->
          throw new InvalidDicomException(
              Reason.UNSUPPORTED,
              "Images of this photometric interpretation with 3 samples a pixel cannot be shown");
    }
    return eight;
  }

  private static byte[] eightBits(FrameSamples samples) {
    PixelDescription pixels = samples.description();
    if (samples.bytesPerSample() == 1 && pixels.bitsStored() == 8) {
      return samples.bytes().clone();
    }
    StoredValues values = new StoredValues(samples);
    byte[] out = new byte[values.count()];
    double scale = 255 / (Math.pow(2, pixels.bitsStored()) - 1);
    double offset = pixels.isSigned() ? Math.pow(2, pixels.bitsStored() - 1.0) : 0;
    for (int i = 0; i < out.length; i++) {
      out[i] = (byte) Math.round((values.at(i) + offset) * scale);
    }
    return out;
  }

  private static void fullRange(byte[] pixels) {
    for (int i = 0; i + 2 < pixels.length; i += 3) {
      int y = (pixels[i] & 0xff) << 16;
      int blue = (pixels[i + 1] & 0xff) - 128;
      int red = (pixels[i + 2] & 0xff) - 128;
      pixels[i] = clamp(y + 91881 * red);
      pixels[i + 1] = clamp(y - 22554 * blue - 46802 * red);
      pixels[i + 2] = clamp(y + 116130 * blue);
    }
  }

  private static void partialRange(byte[] pixels) {
    for (int i = 0; i + 2 < pixels.length; i += 3) {
      int y = ((pixels[i] & 0xff) - 16) * 76309;
      int blue = (pixels[i + 1] & 0xff) - 128;
      int red = (pixels[i + 2] & 0xff) - 128;
      pixels[i] = clamp(y + 104597 * red);
      pixels[i + 1] = clamp(y - 25675 * blue - 53279 * red);
      pixels[i + 2] = clamp(y + 132201 * blue);
    }
  }

  /** Fixed point with 16 bits after the point. */
  private static byte clamp(int value) {
    return (byte) Math.max(0, Math.min(255, (value + 0x8000) >> 16));
  }
}
