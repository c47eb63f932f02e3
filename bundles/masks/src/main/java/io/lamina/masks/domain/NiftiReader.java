package io.lamina.masks.domain;

import io.lamina.api.blob.ByteSource;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads NIfTI-1 and -2 (nifti1.h, nifti2.h): the header, and that as many voxels follow as it says,
 * zipped or not. A zipped one is read to its end, checksum included.
 */
final class NiftiReader {
  static final int HEADER = 540;
  private static final int HEADER_1 = 348;
  private static final int BUFFER = 64 * 1024;

  /** Inflating more takes seconds; a volume of 1024 voxels a side in 32 bits is as large. */
  private static final long LARGEST = 4L << 30;

  private final ByteBuffer header;
  private final boolean second;

  private NiftiReader(byte[] head, boolean second, ByteOrder order) {
    this.header = ByteBuffer.wrap(head).order(order);
    this.second = second;
  }

  /**
   * @return null where the bytes are no header
   */
  private static NiftiReader of(byte[] head) {
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      int size = head.length < HEADER_1 ? 0 : ByteBuffer.wrap(head).order(order).getInt(0);
      if (size == HEADER_1 && magic(head, 344, "n+1")) {
        return new NiftiReader(head, false, order);
      }
      if (size == HEADER && head.length >= HEADER && magic(head, 4, "n+2")) {
        return new NiftiReader(head, true, order);
      }
    }
    return null;
  }

  private static boolean magic(byte[] head, int at, String text) {
    byte[] expected = (text + "\0").getBytes(StandardCharsets.US_ASCII);
    return Arrays.equals(head, at, at + expected.length, expected, 0, expected.length);
  }

  /** The volume's format, or {@link Format#UNKNOWN} where it is torn or none. */
  static Format read(ByteSource source, byte[] head) {
    NiftiReader reader = of(head);
    return reader != null && reader.bytes() >= 0 && reader.bytes() <= source.size()
        ? reader.format(Format.NIFTI)
        : Format.UNKNOWN;
  }

  /** The format of a zipped file: a volume, or, where it is none or torn, gzip alone. */
  static Format readZipped(ByteSource source, Deadline deadline) throws IOException {
    try (InputStream zipped = new GZIPInputStream(source.stream(), BUFFER)) {
      NiftiReader reader = of(zipped.readNBytes(HEADER));
      if (reader != null && reader.bytes() >= 0 && reader.endsWhereItSays(zipped, deadline)) {
        return reader.format(Format.NIFTI_GZIP);
      }
    } catch (ZipException | EOFException e) {
      // torn, or no volume: not read as one
    }
    return Format.of(Format.GZIP, Extent.UNKNOWN);
  }

  /** What a volume that was read before says of its place; its voxels are not looked at. */
  static Placement placement(ByteSource source, boolean zipped) throws IOException {
    byte[] head;
    if (zipped) {
      try (InputStream in = new GZIPInputStream(source.stream(), BUFFER)) {
        head = in.readNBytes(HEADER);
      }
    } else {
      head = new byte[(int) Math.min(HEADER, source.size())];
      source.readFully(head, 0);
    }
    NiftiReader reader = of(head);
    return reader == null ? Placement.NONE : new Placement.Grid(reader.affine());
  }

  private boolean endsWhereItSays(InputStream behindHeader, Deadline deadline) throws IOException {
    long most = Math.min(LARGEST, 2 * bytes());
    long count = header.capacity();
    byte[] buffer = new byte[BUFFER];
    for (int read; (read = behindHeader.read(buffer)) >= 0; count += read) {
      if (count > most) {
        return false;
      }
      deadline.require();
    }
    return count >= bytes();
  }

  /** Bytes up to the last voxel; -1 where the header contradicts itself. */
  private long bytes() {
    long dimensions = side(0);
    double offset = second ? header.getLong(168) : header.getFloat(108);
    long bits = second ? header.getShort(14) : header.getShort(72);
    if (dimensions < 1
        || dimensions > 7
        || bits < 1
        || bits > 256
        || offset < HEADER_1
        || offset > LARGEST) {
      return -1;
    }
    long voxels = 1;
    for (int i = 1; i <= dimensions; i++) {
      if (side(i) < 1 || side(i) > LARGEST || voxels > LARGEST / side(i)) {
        return -1;
      }
      voxels *= side(i);
    }
    long bytes = (long) offset + (voxels * bits + 7) / 8;
    return bytes <= LARGEST ? bytes : -1;
  }

  private long side(int number) {
    return second ? header.getLong(16 + 8 * number) : header.getShort(40 + 2 * number);
  }

  private Format format(String mediaType) {
    Extent extent =
        side(0) < 2 || side(1) > Integer.MAX_VALUE || side(2) > Integer.MAX_VALUE
            ? Extent.UNKNOWN
            : new Extent((int) side(1), (int) side(2), frames());
    return new Format(mediaType, extent, new Placement.Grid(affine()));
  }

  private Integer frames() {
    long frames = side(0) < 3 ? 1 : side(3);
    for (int i = 4; i <= side(0); i++) {
      if (side(i) > 1) {
        // several volumes, or several values a voxel
        return null;
      }
    }
    return frames > Integer.MAX_VALUE ? null : (int) frames;
  }

  /** Sform before qform, as nifti1.h recommends; null where neither is given. */
  private List<Double> affine() {
    int qform = second ? header.getInt(344) : header.getShort(252);
    int sform = second ? header.getInt(348) : header.getShort(254);
    if (sform > 0) {
      List<Double> rows = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        rows.add(second ? header.getDouble(400 + 8 * i) : header.getFloat(280 + 4 * i));
      }
      return finite(rows);
    }
    return qform > 0 ? finite(quaternion()) : null;
  }

  private static List<Double> finite(List<Double> numbers) {
    return numbers.stream().allMatch(Double::isFinite) ? List.copyOf(numbers) : null;
  }

  /** Method 2 of nifti1.h. */
  private List<Double> quaternion() {
    double b = second ? header.getDouble(352) : header.getFloat(256);
    double c = second ? header.getDouble(360) : header.getFloat(260);
    double d = second ? header.getDouble(368) : header.getFloat(264);
    double a = Math.sqrt(Math.max(0, 1 - (b * b + c * c + d * d)));
    double[] size = new double[4];
    for (int i = 0; i < 4; i++) {
      size[i] = second ? header.getDouble(104 + 8 * i) : header.getFloat(76 + 4 * i);
    }
    double flip = size[0] < 0 ? -1 : 1;
    double[] turned = {
      a * a + b * b - c * c - d * d,
      2 * (b * c - a * d),
      2 * (b * d + a * c),
      2 * (b * c + a * d),
      a * a + c * c - b * b - d * d,
      2 * (c * d - a * b),
      2 * (b * d - a * c),
      2 * (c * d + a * b),
      a * a + d * d - b * b - c * c
    };
    List<Double> rows = new ArrayList<>();
    for (int row = 0; row < 3; row++) {
      rows.add(turned[3 * row] * size[1]);
      rows.add(turned[3 * row + 1] * size[2]);
      rows.add(turned[3 * row + 2] * size[3] * flip);
      rows.add(second ? header.getDouble(376 + 8 * row) : header.getFloat(268 + 4 * row));
    }
    return rows;
  }
}
