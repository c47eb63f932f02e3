package io.lamina.studies.domain;

import io.lamina.api.blob.BlobStore;
import io.lamina.api.blob.ByteSource;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.ProjectRights;
import io.lamina.dicom.Dicom;
import io.lamina.dicom.DicomObject;
import io.lamina.dicom.DisplayAttributes;
import io.lamina.dicom.FrameSamples;
import io.lamina.dicom.RenderOptions;
import io.lamina.dicom.RenderedFrame;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.zip.GZIPInputStream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** One instance: its pixels, its rendering, its header, its bytes. */
@Component(service = ImagesService.class)
public final class ImagesService {
  /** Goes into every entity tag: answers change when rendering does. */
  private static final String RENDERING_VERSION = "1";

  private final StudyQueries queries;
  private final ProjectRights rights;
  private final BlobStore blobs;
  private final Dicom dicom;
  private final Renderings renderings;

  @Activate
  public ImagesService(
      @Reference StudyQueries queries,
      @Reference ProjectRights rights,
      @Reference BlobStore blobs,
      @Reference Dicom dicom,
      @Reference Renderings renderings) {
    this.queries = queries;
    this.rights = rights;
    this.blobs = blobs;
    this.dicom = dicom;
    this.renderings = renderings;
  }

  /**
   * Decoded samples of a frame and what is needed to show them in units.
   *
   * @param rescaleSlope 1 where the header has none
   * @param rescaleIntercept 0 where the header has none
   */
  public record Pixels(FrameSamples samples, double rescaleSlope, double rescaleIntercept) {}

  /**
   * @throws LaminaException 404 where there is none the caller may see, with one text for all
   */
  public ImageDetail image(Caller caller, long id) {
    return queries
        .image(id)
        .filter(image -> Visibility.ofReader(rights, caller).includes(image.study()))
        .orElseThrow(() -> LaminaException.notFound("Image not found"));
  }

  /** Strong entity tag, without quotes, of a rendering: known without rendering it. */
  public String tag(ImageDetail image, RenderOptions options) {
    String text = String.join("|", RENDERING_VERSION, image.sha256(), options.toString());
    return HexFormat.of().formatHex(Digests.sha256(text), 0, 16);
  }

  /**
   * @throws LaminaException 400 where the object has no image, 404 where it has no such frame
   */
  public RenderedFrame render(ImageDetail image, RenderOptions options) throws IOException {
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
    return renderings.get(
        new Renderings.Key(image.sha256(), asked.toString()),
        () -> {
          try (ByteSource source = blobs.open(Blobs.key(image.id()))) {
            return dicom.render(dicom.parse(source), asked);
          }
        });
  }

  /**
   * @throws LaminaException 400 where the object has no image, 404 where it has no such frame
   */
  public Pixels pixels(ImageDetail image, int frame) throws IOException {
    withFrame(image, frame);
    try (ByteSource source = blobs.open(Blobs.key(image.id()))) {
      DicomObject object = dicom.parse(source);
      DisplayAttributes shown = object.display(frame);
      return new Pixels(
          dicom.decode(object, frame), shown.rescaleSlope(), shown.rescaleIntercept());
    }
  }

  /** A header as DICOM JSON (PS3.18, annex F), which is made while it is written. */
  @FunctionalInterface
  public interface HeaderJson {
    /** Writes it, once, and closes what it is read from. */
    void writeTo(OutputStream target) throws IOException;
  }

  /** DICOM JSON of the header; no file is opened for what was kept at ingest. */
  public HeaderJson json(ImageDetail image) throws IOException {
    Optional<byte[]> kept = queries.json(image.id());
    if (kept.isPresent()) {
      return target -> {
        try (InputStream json = new GZIPInputStream(new ByteArrayInputStream(kept.get()))) {
          json.transferTo(target);
        }
      };
    }
    DicomObject object;
    ByteSource source = file(image);
    try {
      object = dicom.parse(source);
    } catch (IOException | RuntimeException e) {
      source.close();
      throw e;
    }
    return target -> {
      try (source) {
        dicom.writeJson(object, target);
      }
    };
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
