package io.lamina.studies.domain;

import io.lamina.api.blob.ByteSource;
import io.lamina.dicom.Dicom;
import io.lamina.dicom.DicomObject;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.GZIPInputStream;

/** A header as DICOM JSON (PS3.18, annex F), which is made while it is written. */
public interface HeaderJson extends Closeable {
  /** Writes it, once. */
  void writeTo(OutputStream target) throws IOException;

  /** Closes what it is read from. */
  @Override
  default void close() throws IOException {
    // what was kept at ingest is in memory
  }

  /**
   * @param zipped as it was kept at ingest
   */
  static HeaderJson ofKept(byte[] zipped) {
    return target -> {
      try (InputStream json = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
        json.transferTo(target);
      }
    };
  }

  /**
   * @param source that the object is read from, closed with this
   */
  static HeaderJson of(Dicom dicom, DicomObject object, ByteSource source) {
    return new HeaderJson() {
      @Override
      public void writeTo(OutputStream target) throws IOException {
        dicom.writeJson(object, target);
      }

      @Override
      public void close() throws IOException {
        source.close();
      }
    };
  }
}
