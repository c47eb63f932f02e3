package io.lamina.patientimages.domain;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import io.lamina.api.blob.ByteSource;
import io.lamina.api.error.LaminaException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whether a file is the image it is said to be, by decoding it (H-12). Decodes with a coarse
 * raster, so that memory grows with a row of the picture only, but for WebP, whose reader needs 4
 * bytes a pixel; two at a time, so that the heap holds, and for a bounded time.
 */
final class ImageCheck {
  private static final Logger LOG = LoggerFactory.getLogger(ImageCheck.class);

  private static final int COARSE = 256;
  private static final Semaphore TURNS = new Semaphore(2);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final int MOST_ON_A_SIDE = 30_000;

  /** A JPEG of several scans is decoded once for each; libraries write ten or so. */
  private static final int MOST_SCANS = 50;

  private static final Duration LONGEST = Duration.ofSeconds(15);

  /** WebP's own limit is 16,383 on a side; its reader holds the whole picture. */
  private static final long MOST_WEBP_PIXELS = 25_000_000;

  private ImageCheck() {}

  /** What the first bytes say; empty for none of S3's types. */
  static Optional<ImageType> detect(ByteSource content) throws IOException {
    byte[] head = new byte[(int) Math.min(16, content.size())];
    content.readFully(head, 0);
    if (starts(head, 0, "\u00ff\u00d8\u00ff")) {
      return Optional.of(ImageType.JPEG);
    } else if (starts(head, 0, "\u0089PNG\r\n\u001a\n")) {
      return Optional.of(ImageType.PNG);
    } else if (starts(head, 0, "GIF87a") || starts(head, 0, "GIF89a")) {
      return Optional.of(ImageType.GIF);
    } else if (starts(head, 0, "RIFF") && starts(head, 8, "WEBP")) {
      return Optional.of(ImageType.WEBP);
    }
    return Optional.empty();
  }

  /**
   * @throws LaminaException 400 for what cannot be decoded, 413 past the limit of pixels, 503 while
   *     too many others are looked at
   */
  static void decode(ImageType type, ByteSource content, long maxPixels) throws IOException {
    if (type == ImageType.JPEG && JpegScans.count(content, MOST_SCANS + 1) > MOST_SCANS) {
      throw undecodable(null);
    }
    takeTurn();
    try (SourceInput input = new SourceInput(content)) {
      ImageReader reader = reader(type);
      try {
        decode(
            reader,
            input,
            type == ImageType.WEBP ? Math.min(maxPixels, MOST_WEBP_PIXELS) : maxPixels);
      } finally {
        reader.dispose();
      }
    } finally {
      TURNS.release();
    }
  }

  private static void decode(ImageReader reader, SourceInput input, long maxPixels) {
    AtomicBoolean cut = new AtomicBoolean();
    Deadline deadline = new Deadline(LONGEST);
    reader.addIIOReadProgressListener(deadline);
    reader.addIIOReadWarningListener(
        (source, warning) -> {
          if (warning != null && warning.contains("remature end")) {
            cut.set(true);
          }
        });
    try {
      reader.setInput(input, true, true);
      long width = reader.getWidth(0);
      long height = reader.getHeight(0);
      if (width < 1 || height < 1) {
        throw undecodable(null);
      }
      // a reader holds a whole row, however coarse the raster
      if (width > MOST_ON_A_SIDE || height > MOST_ON_A_SIDE || width * height > maxPixels) {
        throw LaminaException.tooLarge(
            "The image has "
                + width
                + " x "
                + height
                + " pixels; "
                + maxPixels
                + " are allowed, and "
                + MOST_ON_A_SIDE
                + " on a side");
      }
      ImageReadParam coarse = reader.getDefaultReadParam();
      coarse.setSourceSubsampling(
          (int) Math.max(1, width / COARSE), (int) Math.max(1, height / COARSE), 0, 0);
      // as it is stored: pictures for print have colours that the JDK makes no image of
      if (reader.canReadRaster()) {
        reader.readRaster(0, coarse);
      } else {
        reader.read(0, coarse);
      }
    } catch (LaminaException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw undecodable(e);
    }
    if (cut.get() || deadline.passed()) {
      throw undecodable(null);
    }
  }

  private static void takeTurn() {
    try {
      if (TURNS.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw LaminaException.unavailable(
        "Too many images are being checked. Send it again shortly", Duration.ofSeconds(10));
  }

  private static ImageReader reader(ImageType type) throws IOException {
    if (type == ImageType.WEBP) {
      return new WebPImageReaderSpi().createReaderInstance();
    }
    return ImageIO.getImageReadersByFormatName(type.name()).next();
  }

  private static LaminaException undecodable(Exception cause) {
    LOG.debug("An image could not be decoded", cause);
    return LaminaException.badRequest(
        "The file is damaged or no image: it cannot be decoded. Nothing was stored");
  }

  private static boolean starts(byte[] head, int from, String magic) {
    byte[] expected = magic.getBytes(StandardCharsets.ISO_8859_1);
    return head.length >= from + expected.length
        && Arrays.equals(head, from, from + expected.length, expected, 0, expected.length);
  }
}
