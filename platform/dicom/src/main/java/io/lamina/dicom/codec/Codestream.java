package io.lamina.dicom.codec;

import io.lamina.dicom.InvalidDicomException;
import io.lamina.dicom.InvalidDicomException.Reason;
import java.util.Arrays;

/**
 * Header of a JPEG (ISO 10918-1), JPEG-LS (ISO 14495-1) or JPEG 2000 (ISO 15444-1) codestream, read
 * before any decoder sees the stream: what it claims is compared with the data set and the pixel
 * budget first (H-20).
 *
 * @param precision bits of a sample
 * @param planar JPEG-LS with one scan a component (ILV none)
 * @param tiled JPEG 2000 of more than one tile
 */
public record Codestream(
    Family family,
    int rows,
    int columns,
    int components,
    int precision,
    boolean planar,
    boolean tiled) {
  /** Which standard. */
  public enum Family {
    JPEG,
    JPEG_LOSSLESS,
    JPEG_LS,
    JPEG_2000
  }

  private static final int SOI = 0xd8;
  private static final int SOS = 0xda;
  private static final int EOI = 0xd9;
  private static final int SIZ = 0x51;

  /** Reads the header; MALFORMED where there is none. */
  public static Codestream read(byte[] stream) {
    if (stream.length > 4 && marker(stream, 0) == SOI) {
      return jpeg(stream);
    }
    if (stream.length > 4 && marker(stream, 0) == 0x4f && marker(stream, 2) == SIZ) {
      return jpeg2000(stream);
    }
    throw damaged();
  }

  /**
   * The codestream itself: without JP2 boxes around it, and, in JPEG-LS, without the application
   * segments (a SPIFF header makes the native decoder return nothing).
   */
  public static byte[] bare(byte[] stream, boolean jpegLs) {
    if (stream.length > 12 && stream[4] == 'j' && stream[5] == 'P') {
      for (int i = 12; i + 4 < stream.length; i++) {
        if (marker(stream, i) == 0x4f && marker(stream, i + 2) == SIZ) {
          return Arrays.copyOfRange(stream, i, stream.length);
        }
      }
    }
    if (jpegLs && stream.length > 6 && marker(stream, 0) == SOI) {
      int at = 2;
      while (at + 4 <= stream.length && (marker(stream, at) & 0xf0) == 0xe0) {
        at += 2 + uint16(stream, at + 2);
      }
      if (at > 2 && at < stream.length) {
        byte[] bare = Arrays.copyOfRange(stream, at - 2, stream.length);
        bare[0] = (byte) 0xff;
        bare[1] = (byte) SOI;
        return bare;
      }
    }
    return stream;
  }

  private static Codestream jpeg(byte[] stream) {
    Codestream frame = null;
    int at = 2;
    while (at + 4 <= stream.length) {
      int marker = marker(stream, at);
      if (marker == 0xff) {
        at++;
        continue;
      }
      if (marker < 0 || marker == EOI) {
        break;
      }
      int length = uint16(stream, at + 2);
      if (length < 2 || at + 2 + length > stream.length) {
        break;
      }
      if (isFrame(marker) && length >= 8) {
        frame =
            new Codestream(
                marker == 0xf7
                    ? Family.JPEG_LS
                    : (marker & 3) == 3 ? Family.JPEG_LOSSLESS : Family.JPEG,
                uint16(stream, at + 5),
                uint16(stream, at + 7),
                stream[at + 9] & 0xff,
                stream[at + 4] & 0xff,
                false,
                false);
      }
      if (marker == SOS && frame != null) {
        int scanned = stream[at + 4] & 0xff;
        return new Codestream(
            frame.family,
            frame.rows,
            frame.columns,
            frame.components,
            frame.precision,
            frame.family == Family.JPEG_LS && frame.components > 1 && scanned == 1,
            false);
      }
      at += 2 + length;
    }
    throw damaged();
  }

  private static boolean isFrame(int marker) {
    boolean table = marker == 0xc4 || marker == 0xc8 || marker == 0xcc;
    return (marker >= 0xc0 && marker <= 0xcf && !table) || marker == 0xf7;
  }

  private static Codestream jpeg2000(byte[] stream) {
    // SOC, SIZ: Lsiz Rsiz Xsiz Ysiz XOsiz YOsiz, four of the tiles, Csiz, Ssiz XRsiz YRsiz
    if (stream.length < 45) {
      throw damaged();
    }
    long columns = uint32(stream, 8) - uint32(stream, 16);
    long rows = uint32(stream, 12) - uint32(stream, 20);
    int components = uint16(stream, 40);
    long tileColumns = uint32(stream, 24);
    long tileRows = uint32(stream, 28);
    if (columns < 1
        || columns > 65535
        || rows < 1
        || rows > 65535
        || tileColumns < 1
        || tileRows < 1
        || stream.length < 42 + 3 * components) {
      throw damaged();
    }
    int precision = 0;
    for (int c = 0; c < components; c++) {
      precision = Math.max(precision, (stream[42 + 3 * c] & 0x7f) + 1);
      if (stream[43 + 3 * c] != 1 || stream[44 + 3 * c] != 1) {
        throw new InvalidDicomException(
            Reason.UNSUPPORTED, "JPEG 2000 with subsampled components cannot be decoded");
      }
    }
    boolean tiled = tileColumns < columns || tileRows < rows;
    return new Codestream(
        Family.JPEG_2000, (int) rows, (int) columns, components, precision, false, tiled);
  }

  /** The byte after 0xFF; -1 where there is no marker. */
  private static int marker(byte[] stream, int at) {
    return at + 1 < stream.length && (stream[at] & 0xff) == 0xff ? stream[at + 1] & 0xff : -1;
  }

  private static int uint16(byte[] stream, int at) {
    return ((stream[at] & 0xff) << 8) | (stream[at + 1] & 0xff);
  }

  private static long uint32(byte[] stream, int at) {
    return ((long) uint16(stream, at) << 16) | uint16(stream, at + 2);
  }

  private static InvalidDicomException damaged() {
    return new InvalidDicomException(
        Reason.MALFORMED, "The compressed pixel data is damaged: its header cannot be read");
  }
}
