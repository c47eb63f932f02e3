package io.lamina.masks.domain;

import io.lamina.api.blob.BlobKey;
import io.lamina.api.blob.BlobStore;
import io.lamina.api.blob.ByteSource;
import io.lamina.api.catalog.ImageGeometries;
import io.lamina.api.catalog.ImageGeometry;
import io.lamina.api.identity.Caller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Compares masks with the images they are said to lie on: size, and, where a format tells them,
 * orientation, place and order of the frames. Never called inside a transaction, for it asks
 * another capability.
 */
@Component(service = GeometryGuard.class)
public final class GeometryGuard {
  private static final Fit NO_CATALOG =
      Fit.notChecked("The studies capability is not installed or starting");
  private static final Fit NO_SIZE =
      Fit.notChecked("The size of a file of this format is not read");
  private static final Fit NO_IMAGE =
      Fit.notChecked("The image it lies on is not among the stored images that you may read");

  private final BlobStore blobs;
  private final ContentReader reader;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile ImageGeometries catalog;

  @Activate
  public GeometryGuard(@Reference BlobStore blobs, @Reference ContentReader reader) {
    this.blobs = blobs;
    this.reader = reader;
  }

  /**
   * A mask to be compared.
   *
   * @param object that it refers to, completed
   */
  record Candidate(MaskContent content, StoredObject object) {}

  Fit check(Caller caller, ImageReference image, MaskContent content, StoredObject object) {
    Candidate one = new Candidate(content, object);
    return check(caller, image, List.of(one)).get(one);
  }

  /** Several of one annotation; pictures among them cost one query together. */
  Map<Candidate, Fit> check(Caller caller, ImageReference image, Collection<Candidate> masks) {
    ImageGeometries asked = catalog;
    Map<Candidate, Fit> fits = new HashMap<>();
    if (asked == null) {
      masks.forEach(mask -> fits.put(mask, NO_CATALOG));
      return fits;
    }
    Set<String> wanted = new HashSet<>();
    masks.forEach(mask -> wanted.add(sopInstanceUid(mask, image)));
    Map<String, ImageGeometry> images =
        asked.images(caller, image.studyInstanceUid(), Set.copyOf(wanted));
    for (Candidate mask : masks) {
      ImageGeometry found = images.get(sopInstanceUid(mask, image));
      fits.put(mask, found == null ? NO_IMAGE : fit(asked, caller, image, mask, found));
    }
    return fits;
  }

  private Fit fit(
      ImageGeometries asked,
      Caller caller,
      ImageReference image,
      Candidate mask,
      ImageGeometry found) {
    Extent extent = mask.object().verified().extent();
    if (!found.seriesInstanceUid().equals(image.seriesInstanceUid())) {
      return Fit.mismatch("Its image belongs to another series than the annotation");
    }
    if (!extent.known()) {
      return NO_SIZE;
    }
    if (extent.width() != found.columns() || extent.height() != found.rows()) {
      return Fit.mismatch(
          "It has %d x %d pixels, its image %d x %d"
              .formatted(extent.width(), extent.height(), found.columns(), found.rows()));
    }
    Placement placement = placement(mask.object());
    if (placement != Placement.NONE) {
      List<ImageGeometry> series =
          asked.series(caller, image.studyInstanceUid(), image.seriesInstanceUid());
      return series.isEmpty()
          ? Fit.notChecked("Its series has too many images, or none that you may read")
          : VolumeFit.of(placement, extent, series);
    }
    return frames(mask.content(), extent, found);
  }

  /** Pictures and stacks that say nothing of their place. */
  private static Fit frames(MaskContent content, Extent extent, ImageGeometry found) {
    boolean single = found.frames() == 1;
    int most = single ? found.seriesImages() : found.frames();
    Integer frames = extent.frames();
    if (frames != null && frames > 1) {
      int expected = single && content.sopInstanceUid() != null ? 1 : most;
      if (frames != expected) {
        return Fit.mismatch("It has %d frames, its images %d".formatted(frames, expected));
      }
    }
    // clients count from 0 or from 1
    if (content.sliceIndex() != null && content.sliceIndex() > most) {
      return Fit.mismatch("Its slice_index is beyond the last of %d images".formatted(most));
    }
    return Fit.FITS;
  }

  private Placement placement(StoredObject object) {
    if (!Format.tellsPlace(object.detected())) {
      return Placement.NONE;
    }
    try (ByteSource source = blobs.open(new BlobKey(object.key()))) {
      return reader.placement(source, object.detected());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sopInstanceUid(Candidate mask, ImageReference image) {
    String own = mask.content().sopInstanceUid();
    return own == null ? image.sopInstanceUid() : own;
  }
}
