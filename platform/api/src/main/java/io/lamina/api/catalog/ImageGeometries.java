package io.lamina.api.catalog;

import io.lamina.api.identity.Caller;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Sizes and places of stored images, offered by the capability that stores them. What the caller
 * may not read is as if it were not stored.
 */
@ProviderType
public interface ImageGeometries {
  /** Images of one series that are looked at for a volume; a longer one is not told of. */
  int MOST_IMAGES = 2000;

  /**
   * Images of a study, without their planes. Costs one query.
   *
   * @param sopInstanceUids 1 to 10000
   * @return by SOP Instance UID, those that are stored, have pixels and may be read
   */
  Map<String, ImageGeometry> images(
      Caller caller, String studyInstanceUid, Collection<String> sopInstanceUids);

  /**
   * Images of a series, with their planes. Reads the header of each.
   *
   * @return by instance number; none where the series is not stored, may not be read, has more than
   *     {@link #MOST_IMAGES}, or takes more than a minute to read
   */
  List<ImageGeometry> series(Caller caller, String studyInstanceUid, String seriesInstanceUid);
}
