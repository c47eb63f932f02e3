package io.lamina.masks.domain;

import io.lamina.api.blob.ByteSource;
import io.lamina.api.identity.Caller;
import io.lamina.dicom.Dicom;
import io.lamina.dicom.HeaderTurns;
import io.lamina.dicom.InvalidDicomException;
import java.io.IOException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Reads what a file is, how large and where it lies, of every format that masks come in. */
@Component(service = ContentReader.class)
public final class ContentReader {
  private final Dicom dicom;
  private final HeaderTurns headers;

  /** Of their own: inflating takes up to a minute, and uploads of studies wait for no mask. */
  private final HeaderTurns inflating = new HeaderTurns();

  @Activate
  public ContentReader(@Reference Dicom dicom, @Reference HeaderTurns headers) {
    this.dicom = dicom;
    this.headers = headers;
  }

  @Deactivate
  public void close() {
    inflating.close();
  }

  /**
   * Reads a file to its end where its format allows it; a damaged one has no media type. What costs
   * much waits for the caller's turn.
   */
  Format read(Caller caller, ByteSource source, Deadline deadline) throws IOException {
    Format format =
        FormatReader.isZipped(source)
            ? inflating.done(caller, () -> FormatReader.read(source, deadline))
            : FormatReader.read(source, deadline);
    if (!Format.DICOM.equals(format.mediaType())) {
      return format;
    }
    try {
      return headers.done(caller, () -> SegmentationReader.read(dicom.parse(source)));
    } catch (InvalidDicomException e) {
      return Format.UNKNOWN;
    }
  }

  /**
   * What a file that was read before says of its place; costs its header, not its pixels.
   *
   * @throws InvalidDicomException where it was damaged since
   */
  Placement placement(Caller caller, ByteSource source, String detected) throws IOException {
    return switch (detected == null ? "" : detected) {
      case Format.NIFTI -> NiftiReader.placement(source, false);
      case Format.NIFTI_GZIP -> NiftiReader.placement(source, true);
      case Format.DICOM ->
          headers.done(caller, () -> SegmentationReader.read(dicom.parse(source)).placement());
      default -> Placement.NONE;
    };
  }
}
