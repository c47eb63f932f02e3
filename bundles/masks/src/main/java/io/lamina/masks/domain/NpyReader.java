package io.lamina.masks.domain;

import io.lamina.api.blob.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the header of a NumPy array file (NEP 1, format versions 1 to 3) and asks that its data is
 * there to the byte. Arrays of objects are none: reading one runs code.
 */
final class NpyReader {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LONGEST_HEADER = 64 * 1024;
  private static final Pattern TYPE = Pattern.compile("'descr':\\s*'[<>|=]?[?biufc]([0-9]{1,3})?'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order':\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(([0-9,\\s]*)\\)");

  private NpyReader() {}

  static boolean startsLike(byte[] head) {
    return head.length >= 10 && Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /** The array's format, or {@link Format#UNKNOWN} where it is torn or none. */
  static Format read(ByteSource source, byte[] head) throws IOException {
    ByteBuffer numbers = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    boolean first = head[6] == 1;
    long length = first ? numbers.getShort(8) & 0xffff : numbers.getInt(8) & 0xffffffffL;
    int start = first ? 10 : 12;
    if (head[6] < 1 || head[6] > 3 || length > LONGEST_HEADER || start + length > source.size()) {
      return Format.UNKNOWN;
    }
    byte[] header = new byte[(int) length];
    source.readFully(header, start);
    String text = new String(header, StandardCharsets.ISO_8859_1);
    Matcher type = TYPE.matcher(text);
    Matcher shape = SHAPE.matcher(text);
    if (!type.find() || !shape.find() || !ORDER.matcher(text).find()) {
      return Format.UNKNOWN;
    }
    List<Integer> sides = sides(shape.group(1));
    long itemBytes = type.group(1) == null ? 1 : Long.parseLong(type.group(1));
    if (sides == null
        || itemBytes == 0
        || !fills(source.size() - start - length, itemBytes, sides)) {
      return Format.UNKNOWN;
    }
    return Format.of(Format.NPY, extent(sides));
  }

  private static List<Integer> sides(String shape) {
    List<Integer> sides = new ArrayList<>();
    for (String part : shape.split(",")) {
      String side = part.strip();
      if (side.length() > 9) {
        return null;
      }
      if (!side.isEmpty()) {
        sides.add(Integer.valueOf(side));
      }
    }
    return sides;
  }

  /** Divides, since the product of wrong numbers may be beyond any. */
  private static boolean fills(long bytes, long itemBytes, List<Integer> sides) {
    if (bytes % itemBytes != 0) {
      return false;
    }
    long left = bytes / itemBytes;
    for (int side : sides) {
      if (side == 0) {
        return bytes == 0;
      }
      if (left % side != 0) {
        return false;
      }
      left /= side;
    }
    return left == 1;
  }

  /** Rows and columns, after frames where there are three sides. */
  private static Extent extent(List<Integer> sides) {
    return switch (sides.size()) {
      case 2 -> new Extent(sides.get(1), sides.get(0), 1);
      case 3 -> new Extent(sides.get(2), sides.get(1), sides.get(0));
      default -> Extent.UNKNOWN;
    };
  }
}
