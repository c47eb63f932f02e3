package io.lamina.dicom;

import io.lamina.api.blob.ByteSource;
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

  default String sopInstanceUid() {
    return dataSet().string(Tag.SOP_INSTANCE_UID).orElse("");
  }
}
