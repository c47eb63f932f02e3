package io.lamina.masks.domain;

import io.lamina.api.blob.ByteSource;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Tells a file's format: PNG, JPEG and zipped NIfTI read from end to end, so that a torn or damaged
 * file or one with something behind the picture is none (H-12); NPY and NIfTI by their headers and
 * the length of their data; GIF, DICOM Part 10 and gzip by their magic numbers.
 */
final class FormatReader {
  private static final int HEAD = NiftiReader.HEADER;
  private static final int BUFFER = 64 * 1024;

  private FormatReader() {}

  static Format read(ByteSource source, Deadline deadline) throws IOException {
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
      return Format.of(Format.DICOM, Extent.UNKNOWN);
    }
    if (NpyReader.startsLike(head)) {
      return NpyReader.read(source, head);
    }
    if (isZipped(head)) {
      return NiftiReader.readZipped(source, deadline);
    }
    return NiftiReader.read(source, head);
  }

  /** Whether a file is of gzip, and reading it to its end may take long. */
  static boolean isZipped(ByteSource source) throws IOException {
    byte[] head = new byte[(int) Math.min(2, source.size())];
    source.readFully(head, 0);
    return isZipped(head);
  }

  private static boolean isZipped(byte[] head) {
    return head.length >= 2 && head[0] == 0x1f && head[1] == (byte) 0x8b;
  }

  private static Format gif(byte[] head) {
    if (head.length < 10) {
      return Format.UNKNOWN;
    }
    ByteBuffer numbers = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    return Format.of(
        Format.GIF,
        new Extent(
            Short.toUnsignedInt(numbers.getShort(6)),
            Short.toUnsignedInt(numbers.getShort(8)),
            null));
  }

  private static boolean starts(byte[] bytes, int at, String expected) {
    byte[] magic = expected.getBytes(StandardCharsets.ISO_8859_1);
    return bytes.length >= at + magic.length
        && Arrays.equals(bytes, at, at + magic.length, magic, 0, magic.length);
  }
}
