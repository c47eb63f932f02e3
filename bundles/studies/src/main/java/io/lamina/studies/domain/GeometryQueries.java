package io.lamina.studies.domain;

import io.lamina.api.catalog.ImageGeometry;
import java.util.Collection;
import java.util.List;

/** Sizes of images as the catalog keeps them. */
public interface GeometryQueries {
  /**
   * An image with pixels.
   *
   * @param id number of the instance
   * @param geometry without a plane
   */
  record Found(long id, StudyRef study, ImageGeometry geometry) {}

  /** Those of the images that are in studies with this UID: several where there are shadows. */
  List<Found> images(String studyInstanceUid, Collection<String> sopInstanceUids);

  /** Images of a series by instance number, in studies with this UID. */
  List<Found> series(String studyInstanceUid, String seriesInstanceUid, int limit);
}
