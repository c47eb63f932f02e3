package io.lamina.masks.domain;

import io.lamina.api.catalog.ImageGeometry;
import io.lamina.api.catalog.ImagePlane;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The voxels of a series of parallel slices at one distance, in millimetres, LPS (PS3.3,
 * C.7.6.2.1.1).
 */
final class SeriesGrid {
  private static final double DIRECTION = 1e-3;

  /** Millimetres that a slice may lie off its place, at most a tenth of the distance. */
  private static final double PLACE = 0.1;

  /** Voxels that a corner of a mask may lie off one of the grid. */
  private static final double CORNER = 0.1;

  private final double[] origin;
  private final double[][] axes;
  private final int[] sides;

  private SeriesGrid(double[] origin, double[][] axes, int[] sides) {
    this.origin = origin;
    this.axes = axes;
    this.sides = sides;
  }

  /**
   * @param series with planes
   * @return empty where its slices are no such grid
   */
  static Optional<SeriesGrid> of(List<ImageGeometry> series) {
    ImageGeometry any = series.get(0);
    ImagePlane plane = any.plane();
    double[] row = part(plane.orientation(), 0);
    double[] column = part(plane.orientation(), 3);
    double[] normal = cross(row, column);
    if (Math.abs(dot(normal, normal) - 1) > 2 * DIRECTION) {
      return Optional.empty();
    }
    List<ImageGeometry> slices = new ArrayList<>(series);
    slices.sort(
        Comparator.comparingDouble(image -> dot(part(image.plane().position(), 0), normal)));
    double[] first = part(slices.get(0).plane().position(), 0);
    double[] last = part(slices.get(slices.size() - 1).plane().position(), 0);
    double[] step = scaled(normal, 1);
    if (slices.size() > 1) {
      step = scaled(minus(last, first), 1.0 / (slices.size() - 1));
    }
    double distance = Math.sqrt(dot(step, step));
    for (int i = 0; i < slices.size(); i++) {
      ImageGeometry slice = slices.get(i);
      double[] off = minus(minus(part(slice.plane().position(), 0), first), scaled(step, i));
      boolean parallel =
          VolumeFit.near(slice.plane().orientation(), plane.orientation(), DIRECTION);
      if (!parallel
          || distance < 1e-4
          || Math.sqrt(dot(off, off)) > Math.min(PLACE, distance / 10)
          || slice.rows() != any.rows()
          || slice.columns() != any.columns()) {
        return Optional.empty();
      }
    }
    return Optional.of(
        new SeriesGrid(
            first,
            new double[][] {
              scaled(row, plane.columnSpacing()), scaled(column, plane.rowSpacing()), step
            },
            new int[] {any.columns(), any.rows(), slices.size()}));
  }

  /**
   * Whether another grid has its voxels where this one has them. Its axes may run the other way, as
   * NIfTI's rows usually do against DICOM's: the affine says so, and readers follow it.
   *
   * @param affine voxel indices to millimetres in RAS, three rows of four
   */
  Fit fit(List<Double> affine, Extent extent) {
    int[] most = {extent.width() - 1, extent.height() - 1, extent.frames() - 1};
    double[] start = index(place(affine, 0, 0, 0));
    boolean placed = true;
    for (int axis = 0; axis < 3; axis++) {
      int[] corner = new int[3];
      corner[axis] = most[axis];
      double[] end = index(place(affine, corner[0], corner[1], corner[2]));
      for (int i = 0; i < 3; i++) {
        if (i != axis && !(Math.abs(end[i] - start[i]) <= CORNER)) {
          return Fit.mismatch("It is oriented otherwise than its series");
        }
      }
      double last = sides[axis] - 1;
      double low = Math.min(start[axis], end[axis]);
      double high = Math.max(start[axis], end[axis]);
      placed &= Math.abs(low) <= CORNER && Math.abs(high - last) <= CORNER;
    }
    return placed ? Fit.FITS : Fit.mismatch("It does not lie where its series does");
  }

  /** Of a voxel of the other grid, in LPS: both first coordinates of RAS are turned round. */
  private static double[] place(List<Double> affine, int i, int j, int k) {
    double[] place = new double[3];
    for (int row = 0; row < 3; row++) {
      double value =
          affine.get(4 * row) * i
              + affine.get(4 * row + 1) * j
              + affine.get(4 * row + 2) * k
              + affine.get(4 * row + 3);
      place[row] = row < 2 ? -value : value;
    }
    return place;
  }

  /** Indices in this grid of a place, by Cramer's rule. */
  private double[] index(double[] place) {
    double[] from = minus(place, origin);
    double volume = dot(axes[0], cross(axes[1], axes[2]));
    return new double[] {
      dot(from, cross(axes[1], axes[2])) / volume,
      dot(axes[0], cross(from, axes[2])) / volume,
      dot(axes[0], cross(axes[1], from)) / volume
    };
  }

  private static double[] part(List<Double> numbers, int from) {
    return new double[] {numbers.get(from), numbers.get(from + 1), numbers.get(from + 2)};
  }

  private static double[] minus(double[] a, double[] b) {
    return new double[] {a[0] - b[0], a[1] - b[1], a[2] - b[2]};
  }

  private static double[] scaled(double[] a, double factor) {
    return new double[] {a[0] * factor, a[1] * factor, a[2] * factor};
  }

  private static double dot(double[] a, double[] b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  }

  private static double[] cross(double[] a, double[] b) {
    return new double[] {
      a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]
    };
  }
}
