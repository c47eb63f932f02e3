package io.lamina.masks.domain;

import io.lamina.api.catalog.ImageGeometry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The images of a series, so that many volumes can be compared with them. Not thread safe. */
final class StoredSeries {
  private final List<ImageGeometry> images;
  private final boolean placed;
  private final Map<String, ImageGeometry> byUid = new HashMap<>();

  /** Positions by the cubic millimetre that they lie in. */
  private final Map<List<Long>, Set<List<Double>>> places = new HashMap<>();

  private Optional<SeriesGrid> grid;

  /**
   * @param images one and more, by instance number, with planes
   */
  StoredSeries(List<ImageGeometry> images) {
    this.images = images;
    this.placed = images.stream().allMatch(image -> image.plane() != null);
    for (ImageGeometry image : images) {
      byUid.put(image.sopInstanceUid(), image);
      if (image.plane() != null) {
        List<Double> at = image.plane().position();
        List<Long> cell = List.of(cell(at.get(0)), cell(at.get(1)), cell(at.get(2)));
        places.computeIfAbsent(cell, key -> new HashSet<>()).add(at);
      }
    }
  }

  List<ImageGeometry> images() {
    return images;
  }

  /** Whether all images say where they lie. */
  boolean placed() {
    return placed;
  }

  /**
   * @return null where it is of another series
   */
  ImageGeometry image(String sopInstanceUid) {
    return byUid.get(sopInstanceUid);
  }

  /**
   * Whether any image lies there.
   *
   * @param most millimetres that it may lie off in each direction, less than half of one
   */
  boolean hasImageAt(List<Double> position, double most) {
    if (position.size() != 3) {
      return false;
    }
    for (long x : cells(position.get(0), most)) {
      for (long y : cells(position.get(1), most)) {
        for (long z : cells(position.get(2), most)) {
          boolean found =
              places.getOrDefault(List.of(x, y, z), Set.of()).stream()
                  .anyMatch(place -> VolumeFit.near(position, place, most));
          if (found) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Empty where its slices are no grid; all images must say where they lie. */
  Optional<SeriesGrid> grid() {
    if (grid == null) {
      grid = SeriesGrid.of(images);
    }
    return grid;
  }

  private static long[] cells(double coordinate, double most) {
    long low = cell(coordinate - most);
    long high = cell(coordinate + most);
    return low == high ? new long[] {low} : new long[] {low, high};
  }

  private static long cell(double coordinate) {
    return (long) Math.floor(coordinate);
  }
}
