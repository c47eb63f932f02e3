package io.lamina.dicom.pixel;

import io.lamina.dicom.DataSet;
import io.lamina.dicom.DisplayAttributes;
import io.lamina.dicom.Tag;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Finds attributes that may stand in functional groups (PS3.3, C.7.6.16.2). */
public final class DisplayReader {
  private static final int SHARED_GROUPS = 0x52009229;
  private static final int PER_FRAME_GROUPS = 0x52009230;
  private static final int PIXEL_MEASURES = 0x00289110;
  private static final int FRAME_VOI_LUT = 0x00289132;
  private static final int PIXEL_VALUE_TRANSFORMATION = 0x00289145;

  private DisplayReader() {}

  public static DisplayAttributes read(DataSet dataSet, int frame) {
    DataSet rescale = rescale(dataSet, frame);
    double[] centers = voi(dataSet, frame).decimals(Tag.WINDOW_CENTER);
    double[] widths = voi(dataSet, frame).decimals(Tag.WINDOW_WIDTH);
    boolean window =
        centers.length > 0
            && widths.length > 0
            && Double.isFinite(centers[0])
            && Double.isFinite(widths[0])
            && widths[0] > 0;
    return new DisplayAttributes(
        finite(rescale.decimal(Tag.RESCALE_SLOPE), 1),
        finite(rescale.decimal(Tag.RESCALE_INTERCEPT), 0),
        window ? OptionalDouble.of(centers[0]) : OptionalDouble.empty(),
        window ? OptionalDouble.of(widths[0]) : OptionalDouble.empty(),
        spacing(dataSet, frame));
  }

  /** Where the rescale attributes of a frame stand. */
  static DataSet rescale(DataSet dataSet, int frame) {
    return group(dataSet, frame, PIXEL_VALUE_TRANSFORMATION).orElse(dataSet);
  }

  /** Where the window attributes of a frame stand. */
  public static DataSet voi(DataSet dataSet, int frame) {
    return group(dataSet, frame, FRAME_VOI_LUT).orElse(dataSet);
  }

  private static List<Double> spacing(DataSet dataSet, int frame) {
    DataSet measures = group(dataSet, frame, PIXEL_MEASURES).orElse(dataSet);
    double[] spacing = measures.decimals(Tag.PIXEL_SPACING);
    if (spacing.length < 2) {
      spacing = dataSet.decimals(Tag.PIXEL_SPACING);
    }
    if (spacing.length < 2) {
      spacing = dataSet.decimals(Tag.IMAGER_PIXEL_SPACING);
    }
    return spacing.length >= 2
            && Double.isFinite(spacing[0])
            && Double.isFinite(spacing[1])
            && spacing[0] > 0
            && spacing[1] > 0
        ? List.of(spacing[0], spacing[1])
        : List.of();
  }

  /** The frame's own group, else the shared one. */
  private static Optional<DataSet> group(DataSet dataSet, int frame, int tag) {
    List<DataSet> frames = dataSet.items(PER_FRAME_GROUPS);
    if (frame >= 1 && frame <= frames.size()) {
      List<DataSet> own = frames.get(frame - 1).items(tag);
      if (!own.isEmpty()) {
        return Optional.of(own.get(0));
      }
    }
    return dataSet.items(SHARED_GROUPS).stream()
        .flatMap(shared -> shared.items(tag).stream())
        .findFirst();
  }

  private static double finite(OptionalDouble value, double otherwise) {
    double number = value.orElse(otherwise);
    return Double.isFinite(number) ? number : otherwise;
  }
}
