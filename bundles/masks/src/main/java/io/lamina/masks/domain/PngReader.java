package io.lamina.masks.domain;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads a PNG file once from its first byte to its last (ISO/IEC 15948): every chunk with its
 * checksum, the picture inflated and counted, nothing of it kept.
 */
final class PngReader {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final int LARGEST_SIDE = 65535;

  /** Inflating more takes seconds; a mask of 16384 pixels square in 16-bit RGBA is as large. */
  private static final long LARGEST_RASTER = 2L << 30;

  private static final int BUFFER = 32 * 1024;

  /** First column and row, and the steps to the next ones, of the seven passes of Adam7. */
  private static final int[][] PASSES = {
    {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
  };

  private final DataInputStream in;
  private final Inflater inflater = new Inflater();
  private final CRC32 crc = new CRC32();
  private final byte[] read = new byte[BUFFER];
  private final byte[] raster = new byte[BUFFER];
  private Header header;
  private long missing;
  private boolean palette;
  private boolean picture;
  private boolean pictureEnded;

  private record Header(int width, int height, int depth, int colour, boolean interlaced) {
    private static Header of(ByteBuffer data) throws NotPngException {
      Header header =
          new Header(data.getInt(), data.getInt(), data.get(), data.get(), third(data) == 1);
      require(side(header.width) && side(header.height) && header.depthFits());
      require(header.rasterBytes() <= LARGEST_RASTER);
      return header;
    }

    /** Of compression, filter and interlace methods the first two are always 0. */
    private static byte third(ByteBuffer data) throws NotPngException {
      require(data.getShort() == 0);
      byte interlace = data.get();
      require(interlace == 0 || interlace == 1);
      return interlace;
    }

    private boolean depthFits() {
      return switch (colour) {
        case 0 -> depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
        case 3 -> depth == 1 || depth == 2 || depth == 4 || depth == 8;
        case 2, 4, 6 -> depth == 8 || depth == 16;
        default -> false;
      };
    }

    private int samples() {
      return switch (colour) {
        case 2 -> 3;
        case 4 -> 2;
        case 6 -> 4;
        default -> 1;
      };
    }

    /** Each row is its pixels in whole bytes, after the number of its filter. */
    private long rasterBytes() {
      if (!interlaced) {
        return rasterBytes(width, height);
      }
      long bytes = 0;
      for (int[] pass : PASSES) {
        bytes += rasterBytes(count(width, pass[0], pass[2]), count(height, pass[1], pass[3]));
      }
      return bytes;
    }

    private long rasterBytes(int columns, int rows) {
      return columns == 0 ? 0 : rows * (1 + ((long) columns * samples() * depth + 7) / 8);
    }

    private static int count(int side, int first, int step) {
      return Math.max(0, (side - first + step - 1) / step);
    }

    private static boolean side(int pixels) {
      return pixels > 0 && pixels <= LARGEST_SIDE;
    }
  }

  /** What was read is no PNG file, or a damaged one. */
  private static final class NotPngException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  private PngReader(InputStream in) {
    this.in = new DataInputStream(in);
  }

  static boolean startsLike(byte[] head) {
    return head.length >= SIGNATURE.length
        && Arrays.equals(head, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length);
  }

  /** The picture's format, or {@link Format#UNKNOWN} where a decoder could not read it whole. */
  static Format read(InputStream in) throws IOException {
    PngReader reader = new PngReader(in);
    try {
      reader.readAll();
      return Format.of(Format.PNG, Extent.picture(reader.header.width(), reader.header.height()));
    } catch (NotPngException | DataFormatException | EOFException e) {
      return Format.UNKNOWN;
    } finally {
      reader.inflater.end();
    }
  }

  private void readAll() throws IOException, NotPngException, DataFormatException {
    require(Arrays.equals(in.readNBytes(SIGNATURE.length), SIGNATURE));
    while (readChunk()) {
      // the next one
    }
    require(picture && inflater.finished() && missing == 0);
    require(in.read() < 0);
  }

  /** Returns false after the last one. */
  private boolean readChunk() throws IOException, NotPngException, DataFormatException {
    int length = in.readInt();
    require(length >= 0);
    byte[] name = new byte[4];
    in.readFully(name);
    crc.reset();
    crc.update(name);
    String type = new String(name, StandardCharsets.ISO_8859_1);
    require((header == null) == type.equals("IHDR"));
    pictureEnded |= picture && !type.equals("IDAT");
    switch (type) {
      case "IHDR" -> {
        require(length == 13);
        readPart(length);
        header = Header.of(ByteBuffer.wrap(read));
        missing = header.rasterBytes();
      }
      case "PLTE" -> {
        require(!palette && !picture && length > 0 && length <= 768 && length % 3 == 0);
        readPart(length);
        palette = true;
      }
      case "IDAT" -> {
        require(!pictureEnded && (palette || header.colour() != 3));
        picture = true;
        inflate(length);
      }
      case "IEND" -> require(length == 0);
      default -> {
        // a capital says that no decoder may do without it
        require(name[0] >= 'a' && name[0] <= 'z');
        for (int left = length; left > 0; left -= Math.min(left, BUFFER)) {
          readPart(Math.min(left, BUFFER));
        }
      }
    }
    require(in.readInt() == (int) crc.getValue());
    return !type.equals("IEND");
  }

  private void readPart(int length) throws IOException {
    in.readFully(read, 0, length);
    crc.update(read, 0, length);
  }

  private void inflate(int length) throws IOException, NotPngException, DataFormatException {
    for (int left = length; left > 0; left -= Math.min(left, BUFFER)) {
      int part = Math.min(left, BUFFER);
      readPart(part);
      inflater.setInput(read, 0, part);
      int count;
      while ((count = inflater.inflate(raster)) > 0) {
        missing -= count;
        require(missing >= 0);
      }
      require(!inflater.needsDictionary() && (!inflater.finished() || missing == 0));
    }
  }

  private static void require(boolean sound) throws NotPngException {
    if (!sound) {
      throw new NotPngException();
    }
  }
}
