package io.lamina.patientimages.domain;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/** What a PNG has beside its picture (PNG, 11.3): texts and profiles, plain or compressed. */
final class PngTexts {
  /** All compressed texts together; what holds more was not made to be read. */
  private static final long MOST_INFLATED = 32L << 20;

  private final InputStream png;
  private long inflatable = MOST_INFLATED;

  PngTexts(InputStream png) {
    this.png = png;
  }

  /** Also where they are too much to tell. */
  boolean mentionDicom() throws IOException {
    png.skipNBytes(8);
    while (true) {
      Part part = new Part(png, DicomTraces.number(png, 4));
      String chunk = new String(png.readNBytes(4), StandardCharsets.ISO_8859_1);
      boolean found =
          switch (chunk) {
            case "IDAT", "fdAT", "IEND" -> false;
            case "zTXt", "iCCP" -> inKeyword(part) || part.read() == 0 && inCompressed(part);
            case "iTXt" -> inInternational(part);
            default -> DicomTraces.mentions(part);
          };
      if (found || chunk.equals("IEND") || chunk.length() < 4) {
        return found;
      }
      part.skipRest();
      png.skipNBytes(4);
    }
  }

  /** Keyword, whether compressed, method, language, keyword in that language, text. */
  private boolean inInternational(Part part) throws IOException {
    if (inKeyword(part)) {
      return true;
    }
    boolean compressed = part.read() == 1;
    part.read();
    boolean inLanguage = inKeyword(part);
    boolean inTranslation = inKeyword(part);
    return inLanguage
        || inTranslation
        || (compressed ? inCompressed(part) : DicomTraces.mentions(part));
  }

  /** Goes to the zero behind it. */
  private static boolean inKeyword(Part part) throws IOException {
    return DicomTraces.mentions(
        new InputStream() {
          @Override
          public int read() throws IOException {
            int next = part.read();
            return next == 0 ? -1 : next;
          }
        });
  }

  private boolean inCompressed(Part part) throws IOException {
    try (InputStream text = new BufferedInputStream(new InflaterInputStream(part))) {
      Part inflated = new Part(text, inflatable);
      try {
        return DicomTraces.mentions(inflated) || inflated.left() == 0;
      } finally {
        inflatable = inflated.left();
      }
    } catch (ZipException | EOFException damaged) {
      // nobody reads more of it
      return false;
    }
  }
}
