package io.lamina.patientimages.domain;

import io.lamina.api.blob.ByteSource;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts the scans of a JPEG (ITU-T T.81, B.2.3), without decoding any. */
final class JpegScans {
  private static final int MARKER = 0xff;
  private static final int START_OF_SCAN = 0xda;

  private JpegScans() {}

  /**
   * Start markers of scans anywhere in the file: in a picture's data 0xff is followed by 0 or a
   * restart marker, and in metadata such a pair is one more at most.
   *
   * @param most where counting ends
   */
  static int count(ByteSource content, int most) throws IOException {
    int scans = 0;
    try (InputStream in = new BufferedInputStream(content.stream(), 64 * 1024)) {
      int before = 0;
      for (int each = in.read(); each >= 0 && scans < most; each = in.read()) {
        if (before == MARKER && each == START_OF_SCAN) {
          scans++;
        }
        before = each;
      }
    }
    return scans;
  }
}
