package io.lamina.masks.domain;

import io.lamina.api.catalog.ImageGeometry;
import io.lamina.api.catalog.ImagePlane;
import java.util.List;
import java.util.Objects;

/** Compares a volume's own place with that of a series of single-frame images. */
final class VolumeFit {
  /** Cosines of DICOM have few digits; more than this is another direction. */
  private static final double DIRECTION = 1e-3;

  /** Millimetres: positions are written with few digits, too. */
  private static final double PLACE = 0.05;

  private static final Fit NO_PLANES =
      Fit.notChecked("Its size fits; the images do not say where they lie");

  private VolumeFit() {}

  static Fit of(Placement placement, Extent extent, StoredSeries series) {
    if (placement instanceof Placement.Grid grid) {
      return grid(grid, extent, series);
    }
    return segmentation((Placement.Segmentation) placement, series);
  }

  private static Fit grid(Placement.Grid grid, Extent extent, StoredSeries stored) {
    List<ImageGeometry> series = stored.images();
    int slices = series.size() == 1 ? series.get(0).frames() : series.size();
    if (extent.frames() == null) {
      return Fit.mismatch("It has more than three dimensions");
    }
    if (extent.frames() != slices) {
      return Fit.mismatch("It has %d slices, its series %d".formatted(extent.frames(), slices));
    }
    if (grid.affine() == null) {
      return Fit.notChecked(
          "Its size fits; it has neither sform nor qform that says where it lies");
    }
    if (series.stream().anyMatch(image -> image.plane() == null || image.frames() > 1)) {
      return NO_PLANES;
    }
    return stored
        .grid()
        .map(voxels -> voxels.fit(grid.affine(), extent))
        .orElse(Fit.notChecked("Its size fits; the series is no regular grid of parallel slices"));
  }

  private static Fit segmentation(Placement.Segmentation mask, StoredSeries series) {
    if (mask.frames().isEmpty()) {
      return Fit.notChecked("Its size fits; its frames do not say where they lie");
    }
    for (int i = 0; i < mask.frames().size(); i++) {
      Placement.SegmentFrame frame = mask.frames().get(i);
      if (frame.sources().stream().anyMatch(source -> series.image(source) == null)) {
        return Fit.mismatch("Frame %d refers to an image outside the series".formatted(i + 1));
      }
      String wrong = series.placed() ? misplaced(mask, frame, series) : null;
      if (wrong != null) {
        return Fit.mismatch("Frame %d %s".formatted(i + 1, wrong));
      }
    }
    return series.placed() ? Fit.FITS : NO_PLANES;
  }

  /**
   * @return what is wrong with the frame's place; null where nothing is
   */
  private static String misplaced(
      Placement.Segmentation mask, Placement.SegmentFrame frame, StoredSeries series) {
    ImagePlane any = series.images().get(0).plane();
    if (mask.frameOfReferenceUid() != null
        && any.frameOfReferenceUid() != null
        && !Objects.equals(mask.frameOfReferenceUid(), any.frameOfReferenceUid())) {
      return "has another frame of reference than the series";
    }
    if (!frame.orientation().isEmpty()
        && !near(frame.orientation(), any.orientation(), DIRECTION)) {
      return "has another orientation than the series";
    }
    if (frame.position().isEmpty()) {
      return null;
    }
    if (frame.sources().isEmpty()) {
      return series.hasImageAt(frame.position(), PLACE) ? null : "lies on no image of the series";
    }
    return frame.sources().stream().anyMatch(source -> liesAt(frame, series.image(source)))
        ? null
        : "does not lie where the image that it refers to does";
  }

  private static boolean liesAt(Placement.SegmentFrame frame, ImageGeometry image) {
    return near(frame.position(), image.plane().position(), PLACE);
  }

  static boolean near(List<Double> one, List<Double> other, double most) {
    if (one.size() != other.size()) {
      return false;
    }
    for (int i = 0; i < one.size(); i++) {
      if (!(Math.abs(one.get(i) - other.get(i)) <= most)) {
        return false;
      }
    }
    return true;
  }
}
