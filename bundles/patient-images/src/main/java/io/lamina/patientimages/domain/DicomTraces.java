package io.lamina.patientimages.domain;

import io.lamina.api.blob.ByteSource;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Whether an image says of itself that it was made from a DICOM object: by the word in its texts,
 * comments, profiles or XMP, as our own renderings, dcmtk's and most workstations' exports have it.
 * One that says nothing is not found (H-07).
 */
final class DicomTraces {
  private static final String WORD = "dicom";

  /** Metadata longer than this is looked at in its beginning only. */
  private static final long MOST = 4L * 1024 * 1024;

  private DicomTraces() {}

  static boolean in(ByteSource content, ImageType type) throws IOException {
    try (InputStream in = new BufferedInputStream(content.stream(), 64 * 1024)) {
      return switch (type) {
        case PNG -> inPng(in);
        case JPEG -> inJpeg(in);
        case WEBP -> inWebp(in);
        // comments lie between the pictures' blocks; small files, so all of it is searched
        case GIF -> mentions(in, Math.min(content.size(), MOST));
      };
    } catch (EOFException e) {
      return false;
    }
  }

  private static boolean inPng(InputStream in) throws IOException {
    in.skipNBytes(8);
    while (true) {
      long length = number(in, 4);
      String chunk = new String(in.readNBytes(4), StandardCharsets.ISO_8859_1);
      if (chunk.equals("IEND") || chunk.length() < 4) {
        return false;
      }
      boolean metadata = !chunk.equals("IDAT") && !chunk.equals("fdAT");
      if (metadata ? mentions(in, length) : skip(in, length)) {
        return true;
      }
      in.skipNBytes(4);
    }
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
      long length = number(in, 2) - 2;
      boolean metadata = marker >= 0xe0 && marker <= 0xef || marker == 0xfe;
      if (metadata ? mentions(in, length) : skip(in, length)) {
        return true;
      }
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
      boolean metadata = chunk.equals("XMP ") || chunk.equals("EXIF") || chunk.equals("ICCP");
      if (metadata ? mentions(in, length) : skip(in, length)) {
        return true;
      }
      in.skipNBytes(length % 2);
    }
  }

  private static boolean skip(InputStream in, long length) throws IOException {
    in.skipNBytes(Math.max(0, length));
    return false;
  }

  private static boolean mentions(InputStream in, long length) throws IOException {
    byte[] text = in.readNBytes((int) Math.max(0, Math.min(length, MOST)));
    in.skipNBytes(Math.max(0, length - text.length));
    return new String(text, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT).contains(WORD);
  }

  private static long number(InputStream in, int bytes) throws IOException {
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
