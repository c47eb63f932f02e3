package io.lamina.masks.domain;

import io.lamina.api.blob.BlobKey;
import io.lamina.api.blob.BlobStore;
import io.lamina.api.blob.ByteSource;
import io.lamina.api.catalog.ImageGeometries;
import io.lamina.api.catalog.ImageGeometry;
import io.lamina.api.identity.Caller;
import io.lamina.dicom.InvalidDicomException;
import java.io.IOException;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

  private static final Fit NO_SERIES =
      Fit.notChecked(
          "Its series has too many images, none that you may read, or takes too long to read");
  private static final Fit NOT_READ =
      Fit.notChecked("Its file cannot be read; if it stays so, upload it again");
  private static final Fit TOO_LONG =
      Fit.notChecked("Comparing these masks takes too long; update it to have it checked");
  private static final Logger LOG = LoggerFactory.getLogger(GeometryGuard.class);

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
    return check(caller, image, List.of(one), new Deadline(Clock.systemUTC())).get(one);
  }

  /**
   * Several of one annotation; pictures among them cost one query together, volumes one look at
   * their series.
   *
   * @param deadline volumes are not compared after it
   */
  Map<Candidate, Fit> check(
      Caller caller, ImageReference image, Collection<Candidate> masks, Deadline deadline) {
    ImageGeometries asked = catalog;
    Map<Candidate, Fit> fits = new HashMap<>();
    if (asked != null && !masks.isEmpty()) {
      try {
        Comparison comparison = new Comparison(asked, caller, image, deadline);
        comparison.images(masks);
        masks.forEach(mask -> fits.put(mask, comparison.fit(mask)));
      } catch (RuntimeException e) {
        // it may go away while it is asked
        if (asked == catalog) {
          throw e;
        }
      }
    }
    masks.forEach(mask -> fits.putIfAbsent(mask, NO_CATALOG));
    return fits;
  }

  /** Masks of one annotation with what is stored of its study. */
  private final class Comparison {
    private final ImageGeometries asked;
    private final Caller caller;
    private final ImageReference image;
    private final Deadline deadline;

    /** By key of the object: many masks may be of one. */
    private final Map<String, Fit> volumes = new HashMap<>();

    private Map<String, ImageGeometry> images = Map.of();
    private Optional<StoredSeries> series;

    Comparison(ImageGeometries asked, Caller caller, ImageReference image, Deadline deadline) {
      this.asked = asked;
      this.caller = caller;
      this.image = image;
      this.deadline = deadline;
    }

    void images(Collection<Candidate> masks) {
      Set<String> wanted = new HashSet<>();
      masks.forEach(mask -> wanted.add(sopInstanceUid(mask, image)));
      images = asked.images(caller, image.studyInstanceUid(), Set.copyOf(wanted));
    }

    Fit fit(Candidate mask) {
      ImageGeometry found = images.get(sopInstanceUid(mask, image));
      if (found == null) {
        return NO_IMAGE;
      }
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
      Fit volume = Format.tellsPlace(mask.object().detected()) ? volume(mask.object()) : null;
      return volume == null ? frames(mask.content(), extent, found) : volume;
    }

    /**
     * @return null for what says nothing of its place
     */
    private Fit volume(StoredObject object) {
      if (!volumes.containsKey(object.key())) {
        volumes.put(object.key(), deadline.passed() ? TOO_LONG : compared(object));
      }
      return volumes.get(object.key());
    }

    private Fit compared(StoredObject object) {
      Placement placement;
      try (ByteSource source = blobs.open(new BlobKey(object.key()))) {
        placement = reader.placement(caller, source, object.detected());
      } catch (IOException | InvalidDicomException e) {
        // without its text, which may name the file
        LOG.warn("The place of a mask cannot be read: {}", e.getClass().getSimpleName());
        return NOT_READ;
      }
      if (placement == Placement.NONE) {
        return null;
      }
      return series()
          .map(stored -> VolumeFit.of(placement, object.verified().extent(), stored))
          .orElse(NO_SERIES);
    }

    private Optional<StoredSeries> series() {
      if (series == null) {
        List<ImageGeometry> found =
            asked.series(caller, image.studyInstanceUid(), image.seriesInstanceUid());
        series = found.isEmpty() ? Optional.empty() : Optional.of(new StoredSeries(found));
      }
      return series;
    }
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

  private static String sopInstanceUid(Candidate mask, ImageReference image) {
    String own = mask.content().sopInstanceUid();
    return own == null ? image.sopInstanceUid() : own;
  }
}
