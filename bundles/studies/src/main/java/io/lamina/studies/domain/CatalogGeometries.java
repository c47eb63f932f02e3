package io.lamina.studies.domain;

import io.lamina.api.blob.BlobStore;
import io.lamina.api.blob.ByteSource;
import io.lamina.api.catalog.ImageGeometries;
import io.lamina.api.catalog.ImageGeometry;
import io.lamina.api.catalog.ImagePlane;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.ProjectRights;
import io.lamina.api.work.Waiting;
import io.lamina.dicom.DataSet;
import io.lamina.dicom.Dicom;
import io.lamina.dicom.HeaderTurns;
import io.lamina.dicom.InvalidDicomException;
import io.lamina.dicom.Tag;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What other capabilities may know of stored images: size and place, under the reader's rights. */
@Component(service = ImageGeometries.class)
public final class CatalogGeometries implements ImageGeometries {
  private static final int IMAGE_POSITION = 0x00200032;
  private static final int IMAGE_ORIENTATION = 0x00200037;
  private static final int FRAME_OF_REFERENCE_UID = 0x00200052;

  /** For the headers of one series together. */
  private static final long MOST_NANOS = TimeUnit.MINUTES.toNanos(1);

  private static final Logger LOG = LoggerFactory.getLogger(CatalogGeometries.class);

  private final GeometryQueries queries;
  private final ProjectRights rights;
  private final BlobStore blobs;
  private final Dicom dicom;
  private final HeaderTurns turns;

  @Activate
  public CatalogGeometries(
      @Reference GeometryQueries queries,
      @Reference ProjectRights rights,
      @Reference BlobStore blobs,
      @Reference Dicom dicom,
      @Reference HeaderTurns turns) {
    this.queries = queries;
    this.rights = rights;
    this.blobs = blobs;
    this.dicom = dicom;
    this.turns = turns;
  }

  @Override
  public Map<String, ImageGeometry> images(
      Caller caller, String studyInstanceUid, Collection<String> sopInstanceUids) {
    Map<String, ImageGeometry> found = new HashMap<>();
    for (GeometryQueries.Found image :
        visible(caller, queries.images(studyInstanceUid, sopInstanceUids))) {
      found.put(image.geometry().sopInstanceUid(), image.geometry());
    }
    return found;
  }

  @Override
  public List<ImageGeometry> series(
      Caller caller, String studyInstanceUid, String seriesInstanceUid) {
    List<GeometryQueries.Found> found =
        visible(caller, queries.series(studyInstanceUid, seriesInstanceUid, MOST_IMAGES + 1));
    if (found.size() > MOST_IMAGES) {
      return List.of();
    }
    // once for all of them: this thread does nothing but wait for its turns
    return Waiting.outOfTurn(() -> placed(caller, found));
  }

  private List<ImageGeometry> placed(Caller caller, List<GeometryQueries.Found> found) {
    long start = System.nanoTime();
    List<ImageGeometry> images = new ArrayList<>();
    for (GeometryQueries.Found image : found) {
      if (System.nanoTime() - start > MOST_NANOS) {
        return List.of();
      }
      ImageGeometry size = image.geometry();
      images.add(
          new ImageGeometry(
              size.seriesInstanceUid(),
              size.sopInstanceUid(),
              size.rows(),
              size.columns(),
              size.frames(),
              size.seriesImages(),
              size.frames() == 1 ? plane(caller, image.id()) : null));
    }
    return images;
  }

  /** Of one study: the one that all see, where the caller does, else his shadow of it. */
  private List<GeometryQueries.Found> visible(Caller caller, List<GeometryQueries.Found> found) {
    Visibility visibility = Visibility.ofReader(rights, caller);
    List<GeometryQueries.Found> seen =
        found.stream().filter(image -> visibility.includes(image.study())).toList();
    long study =
        seen.stream()
            .map(GeometryQueries.Found::study)
            .filter(ref -> ref.scope().equals(StudyRef.MAIN))
            .findFirst()
            .or(() -> seen.stream().map(GeometryQueries.Found::study).findFirst())
            .map(StudyRef::id)
            .orElse(0L);
    return seen.stream().filter(image -> image.study().id() == study).toList();
  }

  private ImagePlane plane(Caller caller, long image) {
    try {
      return turns.done(caller, () -> plane(image));
    } catch (IOException | InvalidDicomException e) {
      LOG.warn("The place of an image cannot be read from its file", e);
      return null;
    }
  }

  private ImagePlane plane(long image) throws IOException {
    try (ByteSource source = blobs.open(Blobs.key(image))) {
      DataSet data = dicom.parse(source).dataSet();
      List<Double> position = numbers(data, IMAGE_POSITION);
      List<Double> orientation = numbers(data, IMAGE_ORIENTATION);
      List<Double> spacing = numbers(data, Tag.PIXEL_SPACING);
      boolean told =
          position.size() == 3
              && orientation.size() == 6
              && spacing.size() == 2
              && spacing.get(0) > 0
              && spacing.get(1) > 0;
      return told
          ? new ImagePlane(
              data.string(FRAME_OF_REFERENCE_UID).orElse(null),
              position,
              orientation,
              spacing.get(0),
              spacing.get(1))
          : null;
    }
  }

  private static List<Double> numbers(DataSet data, int tag) {
    return Arrays.stream(data.decimals(tag)).filter(Double::isFinite).boxed().toList();
  }
}
