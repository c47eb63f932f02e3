package io.lamina.dicom;

import io.lamina.api.blob.ByteSource;
import java.io.IOException;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The parsed header of one DICOM object over its source. Immutable; thread safe. */
@ProviderType
public interface DicomObject {
  /** Group 0002; empty where the file has none. */
  DataSet fileMeta();

  DataSet dataSet();

  /** Transfer syntax of the data set; guessed where the file has no meta group. */
  String transferSyntaxUid();

  /** What the pixels are; empty where the object has no pixel data. */
  Optional<PixelDescription> pixels();

  ByteSource source();

  /**
   * Where the frames lie; no frames where the object has no pixel data.
   *
   * @throws InvalidDicomException MALFORMED where the fragments cannot be told apart into frames
   */
  FrameIndex frameIndex() throws IOException;

  /**
   * What the header says about showing a frame, from its functional groups where it has them
   * (PS3.3, C.7.6.16), else from the data set.
   *
   * @param frame 1 to number of frames; not checked, a frame beyond has no groups of its own
   */
  DisplayAttributes display(int frame);

  default String sopInstanceUid() {
    return dataSet().string(Tag.SOP_INSTANCE_UID).orElse("");
  }
}
