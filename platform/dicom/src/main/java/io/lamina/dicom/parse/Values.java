package io.lamina.dicom.parse;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Values of elements that are in memory, as texts and numbers. */
public final class Values {
  private static final double[] NONE = {};

  private Values() {}

  /** All values as texts; empty for binary VRs. */
  public static List<String> strings(ParsedDataSet dataSet, ParsedElement element) {
    Vr vr = meaning(element);
    byte[] bytes = element.value();
    if (vr.isText()) {
      return dataSet.texts().values(vr, bytes);
    }
    if (vr.kind() != Vr.Kind.NUMBER) {
      return List.of();
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(order(dataSet, element));
    List<String> texts = new ArrayList<>(bytes.length / size(vr));
    while (buffer.remaining() >= size(vr)) {
      texts.add(
          switch (vr) {
            case AT ->
                String.format("%04X%04X", buffer.getShort() & 0xffff, buffer.getShort() & 0xffff);
            case FL -> Float.toString(buffer.getFloat());
            case FD -> Double.toString(buffer.getDouble());
            case UV -> Long.toUnsignedString(buffer.getLong());
            default -> Long.toString(whole(vr, buffer));
          });
    }
    return texts;
  }

  /** First value, where it is a whole number of 32 bits. */
  static OptionalInt integer(ParsedDataSet dataSet, ParsedElement element) {
    Vr vr = meaning(element);
    byte[] bytes = element.value();
    double number;
    if (vr.isText()) {
      List<String> values = dataSet.texts().values(vr, bytes);
      number = values.isEmpty() ? Double.NaN : number(values.get(0));
    } else if (vr.kind() == Vr.Kind.NUMBER && vr != Vr.AT && bytes.length >= size(vr)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes).order(order(dataSet, element));
      number =
          switch (vr) {
            case FL -> buffer.getFloat();
            case FD -> buffer.getDouble();
            default -> whole(vr, buffer);
          };
    } else {
      return OptionalInt.empty();
    }
    return number == Math.rint(number) && Math.abs(number) <= Integer.MAX_VALUE
        ? OptionalInt.of((int) number)
        : OptionalInt.empty();
  }

  /** All values; NaN for one that is no number; none where none is. */
  static double[] decimals(ParsedDataSet dataSet, ParsedElement element) {
    Vr vr = meaning(element);
    byte[] bytes = element.value();
    if (vr.isText()) {
      List<String> values = dataSet.texts().values(vr, bytes);
      double[] numbers = new double[values.size()];
      boolean any = false;
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = number(values.get(i));
        any |= !Double.isNaN(numbers[i]);
      }
      return any ? numbers : NONE;
    }
    if (vr.kind() != Vr.Kind.NUMBER || vr == Vr.AT) {
      return NONE;
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(order(dataSet, element));
    double[] numbers = new double[bytes.length / size(vr)];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] =
          switch (vr) {
            case FL -> buffer.getFloat();
            case FD -> buffer.getDouble();
            case UV -> unsigned(buffer.getLong());
            default -> whole(vr, buffer);
          };
    }
    return numbers;
  }

  /** What a UN value of a standard tag is (PS3.5, 6.2.2, note 2); else the VR. */
  private static Vr meaning(ParsedElement element) {
    return element.vr() == Vr.UN ? Dictionary.vr(element.tag(), false) : element.vr();
  }

  private static ByteOrder order(ParsedDataSet dataSet, ParsedElement element) {
    return element.vr() == Vr.UN ? ByteOrder.LITTLE_ENDIAN : dataSet.encoding().order();
  }

  /** Bytes of one value; {@link Vr#unit} is of what swaps, and an AT is two of them. */
  private static int size(Vr vr) {
    return vr == Vr.AT ? 4 : vr.unit();
  }

  private static long whole(Vr vr, ByteBuffer buffer) {
    return switch (vr) {
      case US -> buffer.getShort() & 0xffff;
      case SS -> buffer.getShort();
      case UL -> buffer.getInt() & 0xffffffffL;
      case SL -> buffer.getInt();
      case SV, UV -> buffer.getLong();
      default -> throw new IllegalArgumentException(vr + " holds no whole numbers");
    };
  }

  private static double unsigned(long value) {
    return value >= 0 ? value : (value >>> 1) * 2.0 + (value & 1);
  }

  /** The number a DS or IS stands for; NaN where it is none. */
  static double number(String text) {
    // Double.parseDouble would take hexadecimal, "NaN", "1f" and "1d"
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && "+-.eE ".indexOf(c) < 0) {
        return Double.NaN;
      }
    }
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException noNumber) {
      return Double.NaN;
    }
  }

  /** The value in little endian, whatever the data set is in. */
  public static byte[] littleEndian(ParsedDataSet dataSet, ParsedElement element) {
    byte[] bytes = element.value();
    int unit = element.vr().unit();
    if (order(dataSet, element) == ByteOrder.BIG_ENDIAN && unit > 1) {
      swap(bytes, unit);
    }
    return bytes;
  }

  /** Turns the byte order of each unit, in place. */
  public static void swap(byte[] bytes, int unit) {
    for (int at = 0; at + unit <= bytes.length; at += unit) {
      for (int low = at, high = at + unit - 1; low < high; low++, high--) {
        byte kept = bytes[low];
        bytes[low] = bytes[high];
        bytes[high] = kept;
      }
    }
  }
}
