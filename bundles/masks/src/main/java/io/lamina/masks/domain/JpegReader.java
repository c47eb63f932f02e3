package io.lamina.masks.domain;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads a JPEG file once from its first marker to its last (ITU-T T.81, annex B), without decoding
 * the picture: it has a frame with a size, a scan, an end, and nothing behind that.
 */
final class JpegReader {
  private static final int SOI = 0xd8;
  private static final int EOI = 0xd9;
  private static final int SOS = 0xda;

  private final DataInputStream in;
  private int width;
  private int height;
  private boolean scanned;

  private JpegReader(InputStream in) {
    this.in = new DataInputStream(in);
  }

  static boolean startsLike(byte[] head) {
    return head.length >= 3
        && head[0] == (byte) 0xff
        && head[1] == (byte) SOI
        && head[2] == (byte) 0xff;
  }

  /** The picture's format, or {@link Format#UNKNOWN} where it is torn or none. */
  static Format read(InputStream in) throws IOException {
    JpegReader reader = new JpegReader(in);
    try {
      return reader.readAll()
          ? Format.of(Format.JPEG, Extent.picture(reader.width, reader.height))
          : Format.UNKNOWN;
    } catch (EOFException e) {
      return Format.UNKNOWN;
    }
  }

  private boolean readAll() throws IOException {
    if (in.readUnsignedByte() != 0xff || in.readUnsignedByte() != SOI) {
      return false;
    }
    int marker = nextMarker();
    while (marker != EOI) {
      if (marker < 0 || marker == SOI || !readSegment(marker)) {
        return false;
      }
      marker = marker == SOS ? markerBehindScan() : nextMarker();
    }
    return scanned && in.read() < 0;
  }

  /** The code of the marker that has to follow; below 0 where none does. */
  private int nextMarker() throws IOException {
    int octet = in.readUnsignedByte();
    if (octet != 0xff) {
      return -1;
    }
    while (octet == 0xff) {
      octet = in.readUnsignedByte();
    }
    return octet;
  }

  /** Coded data has FF only before 00 and in restart markers. */
  private int markerBehindScan() throws IOException {
    boolean marked = false;
    while (true) {
      int octet = in.readUnsignedByte();
      if (octet == 0xff) {
        marked = true;
      } else if (marked && octet != 0 && !(octet >= 0xd0 && octet <= 0xd7)) {
        return octet;
      } else {
        marked = false;
      }
    }
  }

  private boolean readSegment(int marker) throws IOException {
    if (marker <= 1) {
      return marker == 1;
    }
    int left = in.readUnsignedShort() - 2;
    if (left < 0) {
      return false;
    }
    if (frame(marker)) {
      if (left < 6) {
        return false;
      }
      in.readUnsignedByte();
      height = in.readUnsignedShort();
      width = in.readUnsignedShort();
      left -= 5;
    }
    in.skipNBytes(left);
    if (marker == SOS) {
      scanned = true;
      return width > 0 && height > 0;
    }
    return true;
  }

  /** SOF0 to SOF15, among which are DHT, JPG and DAC. */
  private static boolean frame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }
}
