package io.lamina.masks.domain;

import static io.lamina.masks.MasksFixture.IMAGE;
import static io.lamina.masks.MasksFixture.PNG;
import static io.lamina.testkit.Callers.EDITOR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.blob.BlobKey;
import io.lamina.api.catalog.ImageGeometries;
import io.lamina.api.catalog.ImageGeometry;
import io.lamina.api.catalog.ImagePlane;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.masks.MasksFixture;
import io.lamina.masks.store.Schema;
import io.lamina.testkit.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Masks are compared with the images they are said to lie on: 64 x 64, six slices, 2 x 2 x 3 mm.
 */
class GeometryGuardTest {
  private static final List<Double> AXIAL = List.of(1.0, 0.0, 0.0, 0.0, 1.0, 0.0);

  /** Of the voxels of the series, in RAS. */
  private static final double[] AFFINE = {-2, 0, 0, 90, 0, -2, 0, 80, 0, 0, 3, -70};

  private TestDatabase database;
  private MasksFixture platform;
  private GroupPath path;
  private final Catalog catalog = new Catalog();

  /** As the studies capability answers for one series. */
  private static final class Catalog implements ImageGeometries {
    private final List<ImageGeometry> series = new ArrayList<>();
    private Runnable whenAsked = () -> {};
    private int looks;

    Catalog() {
      for (int i = 0; i < 6; i++) {
        series.add(image(uid(i), -70 + 3.0 * i, AXIAL));
      }
    }

    static ImageGeometry image(String uid, double z, List<Double> orientation) {
      ImagePlane plane = new ImagePlane("1.2.8", List.of(-90.0, -80.0, z), orientation, 2, 2);
      return new ImageGeometry(IMAGE.seriesInstanceUid(), uid, 64, 64, 1, 6, plane);
    }

    static String uid(int slice) {
      return slice == 0 ? IMAGE.sopInstanceUid() : IMAGE.sopInstanceUid() + "." + slice;
    }

    @Override
    public Map<String, ImageGeometry> images(
        Caller caller, String study, Collection<String> sopInstanceUids) {
      return series.stream()
          .filter(image -> sopInstanceUids.contains(image.sopInstanceUid()))
          .collect(Collectors.toMap(ImageGeometry::sopInstanceUid, image -> image));
    }

    @Override
    public List<ImageGeometry> series(Caller caller, String study, String seriesInstanceUid) {
      looks++;
      whenAsked.run();
      return seriesInstanceUid.equals(IMAGE.seriesInstanceUid()) ? series : List.of();
    }
  }

  @BeforeEach
  void start() {
    database = TestDatabase.h2(Schema.class, "masks");
    platform = new MasksFixture(database);
    platform.guard.catalog = catalog;
    path = platform.group(EDITOR);
  }

  @AfterEach
  void stop() {
    database.close();
  }

  private String put(String type, byte[] content) {
    UploadWish wish = new UploadWish("a", type, null, null, Duration.ofMinutes(10));
    String key = platform.uploads.issue(EDITOR, path, wish, MasksFixture.BASE).key();
    platform.blobs.put(new BlobKey(key), type, content);
    return key;
  }

  private static MaskContent content(String key, String type, Integer slice, String sop) {
    return new MaskContent(slice, sop, "liver", key, type, null, null, null, null);
  }

  private Fit fit(String type, byte[] file) {
    return fit(type, file, null, null);
  }

  private Fit fit(String type, byte[] file, Integer slice, String sop) {
    return platform.masks.create(EDITOR, path, content(put(type, file), type, slice, sop)).fit();
  }

  private static void assertMismatch(String words, Fit fit) {
    assertEquals(Fit.Verdict.MISMATCH, fit.verdict(), fit.toString());
    assertTrue(fit.note().contains(words), fit.note());
  }

  private static void assertNotChecked(String words, Fit fit) {
    assertEquals(Fit.Verdict.NOT_CHECKED, fit.verdict(), fit.toString());
    assertTrue(fit.note().contains(words), fit.note());
  }

  @Test
  void aPictureHasTheSizeOfItsImage() {
    assertEquals(Fit.FITS, fit("image/png", PNG));
    assertEquals(Fit.FITS, fit("image/png", PNG, 6, Catalog.uid(5)));
    assertMismatch("slice_index", fit("image/png", PNG, 7, null));
    assertMismatch("32 x 64", fit("application/x-npy", Volumes.npy("|u1", "64, 32", 2048)));
    assertEquals(Fit.FITS, fit("application/x-npy", Volumes.npy("|u1", "6, 64, 64", 24576)));
    assertMismatch("5 frames", fit("application/x-npy", Volumes.npy("|u1", "5, 64, 64", 20480)));
    assertMismatch(
        "6 frames, its images 1",
        fit("application/x-npy", Volumes.npy("|u1", "6, 64, 64", 24576), 1, Catalog.uid(1)));
  }

  @Test
  void whatCannotBeComparedIsNotChecked() {
    assertNotChecked("not among", fit("image/png", PNG, 1, "1.2.999"));
    assertNotChecked("not read", fit("application/octet-stream", new byte[] {1, 2, 3}));
    platform.guard.catalog = null;
    assertNotChecked("not installed", fit("image/png", PNG));
    Mask early =
        platform.masks.create(
            EDITOR,
            path,
            content(platform.link(EDITOR, path, "early.png").key(), "image/png", null, null));
    assertEquals(Fit.NOT_UPLOADED, early.fit());
  }

  @Test
  void anImageOfAnotherSeriesIsNotThatOfTheAnnotation() {
    catalog.series.add(new ImageGeometry("1.2.77", "1.2.78", 64, 64, 1, 1, null));
    assertMismatch("another series", fit("image/png", PNG, 1, "1.2.78"));
  }

  @Test
  void aVolumeLiesWhereItsSeriesLies() {
    assertEquals(Fit.FITS, volume(64, 64, 6, AFFINE));
    double[] upsideDown = {2, 0, 0, -36, 0, 2, 0, -46, 0, 0, 3, -70};
    assertEquals(Fit.FITS, volume(64, 64, 6, upsideDown), "the affine says that it is");
    assertMismatch("5 slices", volume(64, 64, 5, AFFINE));
    assertMismatch("64 x 32 pixels", volume(64, 32, 6, AFFINE));
    assertMismatch("lie where", volume(64, 64, 6, changed(11, -67)));
    assertMismatch("lie where", volume(64, 64, 6, changed(10, 3.2)));
    assertMismatch("lie where", volume(64, 64, 6, changed(0, 2)));
    double[] turned = {0, -2, 0, 90, -2, 0, 0, 80, 0, 0, 3, -70};
    assertMismatch("oriented", volume(64, 64, 6, turned));
    double[] tilted = {-2, 0, 0, 90, 0, -1.9, 0.9, 80, 0, 0.6, 2.86, -70};
    assertMismatch("oriented", volume(64, 64, 6, tilted));
    assertNotChecked("sform", volume(64, 64, 6));
    assertEquals(
        Fit.FITS, fit("application/x-nifti", Volumes.gzip(Volumes.nifti2(64, 64, 6, AFFINE))));
  }

  private Fit volume(int width, int height, int slices, double... affine) {
    return fit("application/x-nifti", Volumes.nifti(width, height, slices, affine));
  }

  private static double[] changed(int at, double value) {
    double[] affine = AFFINE.clone();
    affine[at] = value;
    return affine;
  }

  @Test
  void aSeriesThatIsNoGridIsNotComparedWithOne() {
    catalog.series.set(3, Catalog.image(Catalog.uid(3), -60, AXIAL));
    assertNotChecked("no regular grid", volume(64, 64, 6, AFFINE));
    catalog.series.set(3, new ImageGeometry(IMAGE.seriesInstanceUid(), "1.2", 64, 64, 1, 6, null));
    assertNotChecked("do not say", volume(64, 64, 6, AFFINE));
  }

  @Test
  void aSegmentationsFramesLieOnTheImagesTheyReferTo() {
    assertEquals(Fit.FITS, frames("1.2.8", AXIAL, 5, 4, 0));
    assertMismatch("frame of reference", frames("1.2.9", AXIAL, 0));
    assertMismatch("orientation", frames("1.2.8", List.of(0.0, 1.0, 0.0, 0.0, 0.0, -1.0), 0));
    Placement.SegmentFrame wrong = frame(AXIAL, 2, Catalog.uid(3));
    assertMismatch("Frame 2", segmentation("1.2.8", List.of(frame(AXIAL, 1, null), wrong)));
    assertMismatch("outside", segmentation("1.2.8", List.of(frame(AXIAL, 1, "1.2.99"))));
    assertEquals(Fit.FITS, segmentation("1.2.8", List.of(frame(AXIAL, 1, null))));
    Placement.SegmentFrame between =
        new Placement.SegmentFrame(List.of(-90.0, -80.0, -68.5), AXIAL, List.of());
    assertMismatch("no image", segmentation("1.2.8", List.of(between)));
  }

  private Fit frames(String frameOfReference, List<Double> orientation, int... slices) {
    List<Placement.SegmentFrame> frames = new ArrayList<>();
    for (int slice : slices) {
      frames.add(frame(orientation, slice, Catalog.uid(slice)));
    }
    return segmentation(frameOfReference, frames);
  }

  private static Placement.SegmentFrame frame(List<Double> orientation, int slice, String source) {
    return new Placement.SegmentFrame(
        List.of(-90.0, -80.0, -70 + 3.0 * slice),
        orientation,
        source == null ? List.of() : List.of(source));
  }

  private Fit segmentation(String frameOfReference, List<Placement.SegmentFrame> frames) {
    return fit("application/dicom", Volumes.segmentation(64, 64, frameOfReference, frames));
  }

  private StoredObject volumeObject() {
    String key = put("application/x-nifti", Volumes.nifti(64, 64, 6, AFFINE));
    return platform.uploads.complete(EDITOR, path, List.of(key)).get(0);
  }

  private Map<GeometryGuard.Candidate, Fit> check(List<GeometryGuard.Candidate> masks) {
    return platform.guard.check(EDITOR, IMAGE, masks, new Deadline(Clock.systemUTC()));
  }

  private static GeometryGuard.Candidate candidate(StoredObject object, int slice) {
    return new GeometryGuard.Candidate(
        content(object.key(), "application/x-nifti", slice, null), object);
  }

  @Test
  void aSeriesIsLookedAtOnceForManyVolumes() {
    List<GeometryGuard.Candidate> masks = new ArrayList<>();
    for (StoredObject object : List.of(volumeObject(), volumeObject())) {
      masks.add(candidate(object, 1));
      masks.add(candidate(object, 2));
    }
    Map<GeometryGuard.Candidate, Fit> fits = check(masks);
    assertEquals(4, fits.size());
    fits.values().forEach(fit -> assertEquals(Fit.FITS, fit));
    assertEquals(1, catalog.looks);
  }

  @Test
  void aFileThatIsGoneIsNotCheckedAndTheOthersAre() {
    StoredObject gone = volumeObject();
    StoredObject there = volumeObject();
    platform.blobs.delete(new BlobKey(gone.key()));
    Map<GeometryGuard.Candidate, Fit> fits =
        check(List.of(candidate(gone, 1), candidate(there, 1)));
    assertNotChecked("cannot be read", fits.get(candidate(gone, 1)));
    assertEquals(Fit.FITS, fits.get(candidate(there, 1)));
  }

  @Test
  void aCatalogThatGoesWhileItIsAskedChecksNothing() {
    GeometryGuard.Candidate mask = candidate(volumeObject(), 1);
    catalog.whenAsked =
        () -> {
          throw new IllegalStateException("closed");
        };
    assertThrows(IllegalStateException.class, () -> check(List.of(mask)));
    catalog.whenAsked =
        () -> {
          platform.guard.catalog = null;
          throw new IllegalStateException("closed");
        };
    assertNotChecked("not installed", check(List.of(mask)).get(mask));
  }

  @Test
  void aFileHasAFewThousandMasksAtMost() {
    String early = platform.link(EDITOR, path, "early.png").key();
    NewMask one = new NewMask(content(early, "image/png", 1, null), null, Fit.NOT_UPLOADED);
    platform.transactions.inOne(
        () ->
            platform.maskStore.addAll(
                path.groupId(), Collections.nCopies(Masks.MOST_WAITING - 1, one), Instant.EPOCH));
    platform.masks.create(EDITOR, path, one.content());
    LaminaException refused =
        MaskFlowTest.assertRefused(
            ErrorKind.CONFLICT, () -> platform.masks.create(EDITOR, path, one.content()));
    assertTrue(refused.getMessage().contains("1000 before"), refused.getMessage());
    String other = put("image/png", PNG);
    platform.masks.create(EDITOR, path, content(other, "image/png", 1, null));
    platform.blobs.put(new BlobKey(early), "image/png", PNG);
    platform.uploads.complete(EDITOR, path, List.of(early));
  }

  /** reported by default, refused where the site wants that. */
  @Test
  void aStrictSiteRefusesWhatDoesNotFit() {
    String small = put("application/x-npy", Volumes.npy("|u1", "32, 32", 1024));
    String early = platform.link(EDITOR, path, "early.png").key();
    platform.masks.create(
        EDITOR, path, new MaskContent(1, null, null, early, "image/png", 1L, null, 65, 64));
    platform.policy =
        new MaskPolicy(1_000_000, platform.policy.mediaTypes(), true, Duration.ofHours(24));
    LaminaException refused =
        MaskFlowTest.assertRefused(
            ErrorKind.CONFLICT,
            () ->
                platform.masks.create(
                    EDITOR, path, content(small, "application/x-npy", null, null)));
    assertTrue(refused.getMessage().contains("32 x 32"), refused.getMessage());
    Mask fits =
        platform.masks.create(EDITOR, path, content(put("image/png", PNG), "image/png", 1, null));
    assertEquals(Fit.FITS, fits.fit());
    MaskFlowTest.assertRefused(
        ErrorKind.CONFLICT, () -> platform.masks.update(EDITOR, path, fits.id(), slice(7), null));
    assertEquals(Fit.FITS, platform.masks.update(EDITOR, path, fits.id(), slice(2), null).fit());

    platform.blobs.put(new BlobKey(early), "image/png", PNG);
    MaskFlowTest.assertRefused(
        ErrorKind.CONFLICT, () -> platform.uploads.complete(EDITOR, path, List.of(early)));
    assertEquals(Map.of(), platform.objectStore.find(List.of(early)));
  }

  private static MaskChange slice(int index) {
    return new MaskChange(
        Change.to(index),
        Change.none(),
        Change.none(),
        Change.none(),
        Change.none(),
        Change.none(),
        Change.none(),
        Change.none(),
        Change.none());
  }

  @Test
  void aMaskThatWaitedForItsFileIsComparedThen() {
    String fitting = platform.link(EDITOR, path, "a.png").key();
    String wrong = platform.link(EDITOR, path, "b.png").key();
    Mask first = platform.masks.create(EDITOR, path, content(fitting, "image/png", 1, null));
    Mask second = platform.masks.create(EDITOR, path, content(wrong, "image/png", 9, null));
    platform.blobs.put(new BlobKey(fitting), "image/png", PNG);
    platform.blobs.put(new BlobKey(wrong), "image/png", PNG);
    platform.uploads.complete(EDITOR, path, List.of(fitting, wrong));
    Mask settled = platform.masks.get(EDITOR, path, first.id());
    assertEquals(Fit.FITS, settled.fit());
    assertEquals(new Extent(64, 64, 1), settled.verified().extent());
    assertMismatch("slice_index", platform.masks.get(EDITOR, path, second.id()).fit());
  }

  @Test
  void declaredSidesAreComparedWithThoseOfTheContent() {
    String key = put("image/png", PNG);
    MaskContent right =
        new MaskContent(1, null, null, key, "image/png", (long) PNG.length, null, 64, 64);
    assertEquals(Integrity.VERIFIED, platform.masks.create(EDITOR, path, right).dimensions());
    MaskContent wrong = new MaskContent(1, null, null, key, "image/png", null, null, 64, 63);
    Mask reported = platform.masks.create(EDITOR, path, wrong);
    assertEquals(Integrity.MISMATCH, reported.dimensions());
    assertEquals(Integrity.VERIFIED, reported.integrity());
    platform.policy =
        new MaskPolicy(1_000_000, platform.policy.mediaTypes(), true, Duration.ofHours(24));
    MaskFlowTest.assertRefused(
        ErrorKind.CONFLICT, () -> platform.masks.create(EDITOR, path, wrong));
  }
}
