package io.lamina.dicom;

import io.lamina.api.blob.ByteSource;
import java.io.IOException;
import java.io.OutputStream;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Reads DICOM Part 10 objects (PS3.10) under limits of size, depth, count, time and pixels. Thread
 * safe. Whatever is wrong with an object is an {@link InvalidDicomException} (400) that says what;
 * a syntax that cannot be decoded is one with {@link InvalidDicomException.Reason#UNSUPPORTED}.
 */
@ProviderType
public interface Dicom {
  /**
   * Reads the header: file meta and every element but bulk data, which stays in the source by
   * reference (position and length). Memory grows with the header, never with the pixels.
   *
   * @param source stays open while the object is used; the caller closes it
   */
  DicomObject parse(ByteSource source) throws IOException;

  /**
   * Decodes the samples of one frame as stored: no window, no rescale, no colour conversion (D-13).
   *
   * @param frame 1 to number of frames
   */
  FrameSamples decode(DicomObject object, int frame) throws IOException;

  /** Renders one frame for display: modality LUT, VOI LUT, palette, YBR, MONOCHROME1; as PNG. */
  RenderedFrame render(DicomObject object, RenderOptions options) throws IOException;

  /**
   * Writes the data set as DICOM JSON (PS3.18 annex F), UTF-8, without group 0002 and without bulk
   * data.
   */
  default void writeJson(DicomObject object, OutputStream target) throws IOException {
    writeJson(object, BulkDataUris.NONE, target);
  }

  /** As the other, with references to bulk data. */
  void writeJson(DicomObject object, BulkDataUris bulkData, OutputStream target) throws IOException;

  /**
   * Copies the object, showing each element to the editor on the way; pixel data and other bulk
   * data flow through without being held in memory. The transfer syntax stays.
   */
  void rewrite(DicomObject object, ElementEditor editor, OutputStream target) throws IOException;

  /** Whether pixel data of this transfer syntax can be decoded here and now. */
  boolean decodes(String transferSyntaxUid);
}
