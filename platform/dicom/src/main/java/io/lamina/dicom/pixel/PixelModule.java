package io.lamina.dicom.pixel;

import io.lamina.dicom.DataSet;
import io.lamina.dicom.InvalidDicomException;
import io.lamina.dicom.InvalidDicomException.Reason;
import io.lamina.dicom.PixelDescription;
import io.lamina.dicom.Tag;

/** Reads the Image Pixel Module (PS3.3, C.7.6.3) and checks that it can be true. */
public final class PixelModule {
  private PixelModule() {}

  /**
   * @param pixelTag Pixel Data, Float Pixel Data or Double Float Pixel Data
   * @param mostSamples of one frame
   */
  public static PixelDescription read(DataSet dataSet, int pixelTag, long mostSamples) {
    boolean floating = pixelTag != Tag.PIXEL_DATA;
    int rows = required(dataSet, Tag.ROWS, "Rows");
    int columns = required(dataSet, Tag.COLUMNS, "Columns");
    int samples = dataSet.integer(Tag.SAMPLES_PER_PIXEL).orElse(1);
    if (samples < 1 || samples > 4) {
      throw malformed("Samples per Pixel is " + samples);
    }
    if ((long) rows * columns * samples > mostSamples) {
      throw new InvalidDicomException(
          Reason.TOO_LARGE, "A frame of the image has more pixels than allowed");
    }
    int allocated =
        floating
            ? pixelTag == Tag.FLOAT_PIXEL_DATA ? 32 : 64
            : dataSet
                .integer(Tag.BITS_ALLOCATED)
                .orElseThrow(() -> malformed("it has pixel data without Bits Allocated"));
    if (allocated < 1 || allocated > 64) {
      throw malformed("Bits Allocated is " + allocated);
    }
    int stored =
        floating
            ? allocated
            : clamp(dataSet.integer(Tag.BITS_STORED).orElse(allocated), 1, allocated);
    int highBit =
        floating
            ? allocated - 1
            : clamp(dataSet.integer(Tag.HIGH_BIT).orElse(stored - 1), stored - 1, allocated - 1);
    return new PixelDescription(
        rows,
        columns,
        samples,
        allocated,
        stored,
        highBit,
        dataSet.integer(Tag.PIXEL_REPRESENTATION).orElse(0) == 1 ? 1 : 0,
        dataSet.string(Tag.PHOTOMETRIC_INTERPRETATION).orElse(samples >= 3 ? "RGB" : "MONOCHROME2"),
        dataSet.integer(Tag.PLANAR_CONFIGURATION).orElse(0) == 1 ? 1 : 0,
        frames(dataSet),
        floating);
  }

  private static int required(DataSet dataSet, int tag, String name) {
    int value = dataSet.integer(tag).orElse(0);
    if (value < 1 || value > 65535) {
      throw malformed("it has pixel data, but " + name + " is not between 1 and 65535");
    }
    return value;
  }

  private static int frames(DataSet dataSet) {
    String text = dataSet.string(Tag.NUMBER_OF_FRAMES).orElse("1");
    int digits = 0;
    while (digits < text.length() && Character.digit(text.charAt(digits), 10) >= 0) {
      digits++;
    }
    // leading digits, as the IS "1A" of a known writer
    if (digits == 0
        || digits > 10
        || Long.parseLong(text.substring(0, digits)) > Integer.MAX_VALUE) {
      throw malformed("Number of Frames is no positive number");
    }
    return Math.max(1, Integer.parseInt(text.substring(0, digits)));
  }

  private static int clamp(int value, int least, int most) {
    return Math.max(least, Math.min(most, value));
  }

  private static InvalidDicomException malformed(String what) {
    return new InvalidDicomException(Reason.MALFORMED, "The DICOM file is damaged: " + what);
  }
}
