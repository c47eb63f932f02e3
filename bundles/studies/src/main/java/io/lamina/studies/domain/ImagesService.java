package io.lamina.studies.domain;

import io.lamina.api.audit.AuditAction;
import io.lamina.api.audit.AuditTrail;
import io.lamina.api.blob.BlobStore;
import io.lamina.api.blob.ByteSource;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.ProjectRights;
import io.lamina.dicom.Dicom;
import io.lamina.dicom.DicomObject;
import io.lamina.dicom.DisplayAttributes;
import io.lamina.dicom.FrameCost;
import io.lamina.dicom.FrameMemory;
import io.lamina.dicom.FrameSamples;
import io.lamina.dicom.PixelDescription;
import io.lamina.dicom.RenderOptions;
import io.lamina.dicom.RenderedFrame;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** One instance: its pixels, its rendering, its header, its bytes. */
@Component(service = ImagesService.class)
public final class ImagesService {
  /** Goes into every entity tag: answers change when rendering does. */
  private static final String RENDERING_VERSION = "1";

  /** A PNG, and its text form beside it, in thirds (RFC 4648, 4), rounded up. */
  private static final long SENT_FORMS = 3;

  private final StudyQueries queries;
  private final ProjectRights rights;
  private final BlobStore blobs;
  private final Dicom dicom;
  private final Renderings renderings;
  private final FrameMemory memory;
  private final AuditTrail audit;

  @Activate
  public ImagesService(
      @Reference StudyQueries queries,
      @Reference ProjectRights rights,
      @Reference BlobStore blobs,
      @Reference Dicom dicom,
      @Reference Renderings renderings,
      @Reference FrameMemory memory,
      @Reference AuditTrail audit) {
    this.queries = queries;
    this.rights = rights;
    this.blobs = blobs;
    this.dicom = dicom;
    this.renderings = renderings;
    this.memory = memory;
    this.audit = audit;
  }

  /**
   * Decoded samples of a frame and what is needed to show them in units, held until closed.
   *
   * @param rescaleSlope 1 where the header has none
   * @param rescaleIntercept 0 where the header has none
   */
  public record Pixels(
      FrameSamples samples, double rescaleSlope, double rescaleIntercept, FrameMemory.Share share)
      implements AutoCloseable {
    @Override
    public void close() {
      share.close();
    }
  }

  /** A rendered frame, held until closed. */
  public record Rendered(RenderedFrame frame, FrameMemory.Share share) implements AutoCloseable {
    @Override
    public void close() {
      share.close();
    }
  }

  /** What is shown of an image, for the audit trail. */
  public enum View {
    RENDERED(AuditAction.READ, "rendered"),
    PIXELS(AuditAction.READ, "pixels"),
    METADATA(AuditAction.READ, "metadata"),
    /** The file as it came in leaves the platform. */
    FILE(AuditAction.EXPORT, "file");

    private final AuditAction action;
    private final String key;

    View(AuditAction action, String key) {
      this.action = action;
      this.key = key;
    }
  }

  /**
   * Opens an image to somebody, which the audit trail is told of.
   *
   * @throws LaminaException 404 where there is none the caller may see, with one text for all
   */
  public ImageDetail image(Caller caller, long id, View view) {
    ImageDetail found =
        queries
            .image(id)
            .filter(image -> Visibility.ofReader(rights, caller).includes(image.study()))
            .orElseThrow(() -> LaminaException.notFound("Image not found"));
    audit.read(caller, Told.read(found, view.action, view.key));
    return found;
  }

  /** Strong entity tag, without quotes, of a rendering: known without rendering it. */
  public String tag(ImageDetail image, RenderOptions options) {
    String text = String.join("|", RENDERING_VERSION, image.sha256(), options.toString());
    return HexFormat.of().formatHex(Digests.sha256(text), 0, 16);
  }

  /**
   * @throws LaminaException 400 where the object has no image, 404 where it has no such frame, 503
   *     where the memory for frames is in use
   */
  public Rendered render(Caller caller, ImageDetail image, RenderOptions options)
      throws IOException {
    ImageFacts facts = withFrame(image, options.frame());
    // a size the image does not reach asks for the image as it is
    RenderOptions asked =
        options.maxSize().orElse(Integer.MAX_VALUE) >= Math.max(facts.rows(), facts.columns())
            ? new RenderOptions(
                options.frame(),
                options.windowCenter(),
                options.windowWidth(),
                options.invert(),
                OptionalInt.empty())
            : options;
    Renderings.Key key = new Renderings.Key(image.sha256(), asked.toString());
    Optional<Rendered> kept = kept(caller, key);
    if (kept.isPresent()) {
      return kept.get();
    }
    // its memory is waited for here: whoever makes a frame that others wait for waits for nobody
    Loaded loaded = load(caller, image, options.frame(), FrameCost::rendering);
    Rendered rendered = null;
    try (ByteSource source = loaded.source()) {
      RenderedFrame frame = renderings.get(key, () -> dicom.render(loaded.object(), asked));
      loaded.share().shrinkTo(sent(frame));
      rendered = new Rendered(frame, loaded.share());
      return rendered;
    } finally {
      // also where only the file could not be closed
      if (rendered == null) {
        loaded.share().close();
      }
    }
  }

  /** What was rendered before. While memory for it is waited for it is not in hand. */
  private Optional<Rendered> kept(Caller caller, Renderings.Key key) {
    Optional<Long> bytes = renderings.find(key).map(ImagesService::sent);
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    FrameMemory.Share share = memory.take(caller, bytes.get());
    Optional<RenderedFrame> frame = renderings.find(key);
    if (frame.isEmpty()) {
      share.close();
    }
    return frame.map(still -> new Rendered(still, share));
  }

  private static long sent(RenderedFrame frame) {
    return SENT_FORMS * frame.png().length;
  }

  /**
   * @throws LaminaException 400 where the object has no image, 404 where it has no such frame, 503
   *     where the memory for frames is in use
   */
  public Pixels pixels(Caller caller, ImageDetail image, int frame) throws IOException {
    withFrame(image, frame);
    Loaded loaded = load(caller, image, frame, FrameCost::decoding);
    Pixels pixels = null;
    try (ByteSource source = loaded.source()) {
      DisplayAttributes shown = loaded.object().display(frame);
      FrameSamples samples = dicom.decode(loaded.object(), frame);
      loaded.share().shrinkTo(samples.bytes().length);
      pixels = new Pixels(samples, shown.rescaleSlope(), shown.rescaleIntercept(), loaded.share());
      return pixels;
    } finally {
      if (pixels == null) {
        loaded.share().close();
      }
    }
  }

  /** An open object, and the memory that a frame of it needs. */
  private record Loaded(ByteSource source, DicomObject object, FrameMemory.Share share) {}

  /** Bytes that a frame needs at most. */
  @FunctionalInterface
  private interface Cost {
    long of(PixelDescription pixels, long stored);
  }

  private Loaded load(Caller caller, ImageDetail image, int frame, Cost cost) throws IOException {
    FrameMemory.Share share = null;
    while (true) {
      ByteSource source = null;
      boolean kept = false;
      long bytes;
      try {
        source = file(image);
        DicomObject object = dicom.parse(source);
        long stored = object.frameIndex().length(frame);
        bytes = object.pixels().map(pixels -> cost.of(pixels, stored)).orElse(1L);
        share = share == null ? memory.takeNow(caller, bytes).orElse(null) : share;
        kept = share != null;
        if (kept) {
          return new Loaded(source, object, share);
        }
      } finally {
        if (!kept && share != null) {
          share.close();
        }
        if (!kept && source != null) {
          source.close();
        }
      }
      // the object is read again: its header is not kept while waiting
      share = memory.take(caller, bytes);
    }
  }

  /** DICOM JSON of the header, which the caller closes; no file is opened for what was kept. */
  public HeaderJson json(ImageDetail image) throws IOException {
    Optional<byte[]> kept = queries.json(image.id());
    if (kept.isPresent()) {
      return HeaderJson.ofKept(kept.get());
    }
    ByteSource source = file(image);
    try {
      return HeaderJson.of(dicom, dicom.parse(source), source);
    } catch (IOException | RuntimeException e) {
      source.close();
      throw e;
    }
  }

  /** The file as it came in; the caller closes it. */
  public ByteSource file(ImageDetail image) throws IOException {
    return blobs.open(Blobs.key(image.id()));
  }

  private static ImageFacts withFrame(ImageDetail image, int frame) {
    ImageFacts facts = image.image();
    if (facts == null) {
      throw LaminaException.badRequest("This object has no image; read its metadata or its file");
    }
    if (frame > facts.frames()) {
      throw LaminaException.notFound("This image has " + facts.frames() + " frame(s)");
    }
    return facts;
  }
}
