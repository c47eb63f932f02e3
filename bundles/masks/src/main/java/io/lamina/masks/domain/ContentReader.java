package io.lamina.masks.domain;

import io.lamina.api.blob.ByteSource;
import io.lamina.dicom.Dicom;
import io.lamina.dicom.InvalidDicomException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Reads what a file is, how large and where it lies, of every format that masks come in. */
@Component(service = ContentReader.class)
public final class ContentReader {
  private final Dicom dicom;

  @Activate
  public ContentReader(@Reference Dicom dicom) {
    this.dicom = dicom;
  }

  /** Reads a file to its end where its format allows it; a damaged one has no media type. */
  Format read(ByteSource source) throws IOException {
    Format format = FormatReader.read(source);
    if (!Format.DICOM.equals(format.mediaType())) {
      return format;
    }
    try {
      return SegmentationReader.read(dicom.parse(source));
    } catch (InvalidDicomException e) {
      return Format.UNKNOWN;
    }
  }

  /** What a file that was read before says of its place; costs its header, not its pixels. */
  Placement placement(ByteSource source, String detected) {
    try {
      return switch (detected == null ? "" : detected) {
        case Format.NIFTI -> NiftiReader.placement(source, false);
        case Format.NIFTI_GZIP -> NiftiReader.placement(source, true);
        case Format.DICOM -> SegmentationReader.read(dicom.parse(source)).placement();
        default -> Placement.NONE;
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
