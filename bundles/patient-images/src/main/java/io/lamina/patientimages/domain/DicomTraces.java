package io.lamina.patientimages.domain;

import io.lamina.api.blob.ByteSource;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Whether an image says of itself that it was made from a DICOM object: by the word in its texts,
 * comments, profiles or XMP, as our own renderings, dcmtk's and most workstations' exports have it.
 * One that says nothing is not found (H-07).
 */
final class DicomTraces {
  private static final String WORD = "dicom";

  private DicomTraces() {}

  static boolean in(ByteSource content, ImageType type) throws IOException {
    try (InputStream in = new BufferedInputStream(content.stream(), 64 * 1024)) {
      return switch (type) {
        case PNG -> new PngTexts(in).mentionDicom();
        case JPEG -> inJpeg(in);
        case WEBP -> inWebp(in);
        // comments lie between the pictures' blocks: all of it is searched
        case GIF -> mentions(in);
      };
    } catch (EOFException e) {
      return false;
    }
  }

  /**
   * Reads until the word is found, in any case, or to the end. Zeros are passed over, so that the
   * word is seen in UTF-16 too.
   */
  static boolean mentions(InputStream text) throws IOException {
    int matched = 0;
    for (int next = text.read(); next >= 0; next = text.read()) {
      int letter = Character.toLowerCase(next);
      if (letter == WORD.charAt(matched)) {
        matched++;
      } else if (letter != 0) {
        matched = letter == WORD.charAt(0) ? 1 : 0;
      }
      if (matched == WORD.length()) {
        return true;
      }
    }
    return false;
  }

  private static boolean inJpeg(InputStream in) throws IOException {
    in.skipNBytes(2);
    while (true) {
      int marker = in.read();
      while (marker == 0xff) {
        marker = in.read();
      }
      // from the first scan on there is only the picture
      if (marker < 0 || marker == 0xda || marker == 0xd9) {
        return false;
      }
      Part part = new Part(in, Math.max(0, number(in, 2) - 2));
      boolean metadata = marker >= 0xe0 && marker <= 0xef || marker == 0xfe;
      if (metadata && mentions(part)) {
        return true;
      }
      part.skipRest();
    }
  }

  private static boolean inWebp(InputStream in) throws IOException {
    in.skipNBytes(12);
    while (true) {
      byte[] name = in.readNBytes(4);
      if (name.length < 4) {
        return false;
      }
      String chunk = new String(name, StandardCharsets.ISO_8859_1);
      long length = Integer.toUnsignedLong(Integer.reverseBytes((int) number(in, 4)));
      Part part = new Part(in, length);
      boolean metadata = chunk.equals("XMP ") || chunk.equals("EXIF") || chunk.equals("ICCP");
      if (metadata && mentions(part)) {
        return true;
      }
      part.skipRest();
      in.skipNBytes(length % 2);
    }
  }

  /** Big-endian. */
  static long number(InputStream in, int bytes) throws IOException {
    long number = 0;
    for (int each = 0; each < bytes; each++) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException();
      }
      number = number << 8 | next;
    }
    return number;
  }
}
