package io.lamina.masks.domain;

import io.lamina.api.blob.ByteSource;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * Tells a file's format: PNG and JPEG read from end to end, so that a torn or damaged file or one
 * with something behind the picture is none (H-12); GIF, DICOM Part 10, NPY, NIfTI-1 and -2 and
 * gzip by their magic numbers.
 */
final class FormatReader {
  private static final int HEAD = 352;
  private static final int BUFFER = 64 * 1024;

  private FormatReader() {}

  static Format read(ByteSource source) throws IOException {
    byte[] head = new byte[(int) Math.min(HEAD, source.size())];
    source.readFully(head, 0);
    if (PngReader.startsLike(head)) {
      try (InputStream in = new BufferedInputStream(source.stream(), BUFFER)) {
        return PngReader.read(in);
      }
    }
    if (JpegReader.startsLike(head)) {
      try (InputStream in = new BufferedInputStream(source.stream(), BUFFER)) {
        return JpegReader.read(in);
      }
    }
    if (starts(head, 0, "GIF87a") || starts(head, 0, "GIF89a")) {
      return gif(head);
    }
    if (starts(head, 128, "DICM")) {
      return Format.of(Format.DICOM);
    }
    if (starts(head, 0, new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'})) {
      return Format.of(Format.NPY);
    }
    if (nifti(head)) {
      return Format.of(Format.NIFTI);
    }
    if (starts(head, 0, new byte[] {0x1f, (byte) 0x8b})) {
      return Format.of(nifti(inflatedHead(source)) ? Format.NIFTI_GZIP : Format.GZIP);
    }
    return Format.UNKNOWN;
  }

  private static Format gif(byte[] head) {
    if (head.length < 10) {
      return Format.UNKNOWN;
    }
    ByteBuffer numbers = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    return new Format(
        Format.GIF,
        Short.toUnsignedInt(numbers.getShort(6)),
        Short.toUnsignedInt(numbers.getShort(8)));
  }

  private static boolean nifti(byte[] head) {
    return starts(head, 344, "n+1\0")
        || starts(head, 344, "ni1\0")
        || starts(head, 4, "n+2\0")
        || starts(head, 4, "ni2\0");
  }

  private static byte[] inflatedHead(ByteSource source) throws IOException {
    try (GZIPInputStream inflated = new GZIPInputStream(source.stream())) {
      return inflated.readNBytes(HEAD);
    } catch (java.util.zip.ZipException | java.io.EOFException e) {
      return new byte[0];
    }
  }

  private static boolean starts(byte[] bytes, int at, String expected) {
    return starts(bytes, at, expected.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static boolean starts(byte[] bytes, int at, byte[] expected) {
    return bytes.length >= at + expected.length
        && Arrays.equals(bytes, at, at + expected.length, expected, 0, expected.length);
  }
}
