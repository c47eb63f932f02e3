package io.lamina.testkit.phantom;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/** Writes a data set as a file (PS3.10, 7; PS3.5, 7). */
final class Part10 {
  private static final Set<String> LONG_LENGTH = Set.of("OB", "OW", "SQ", "UN", "UT", "UC", "UR");
  private static final int ITEM = 0xfffee000;

  private final Encoding encoding;

  private Part10(Encoding encoding) {
    this.encoding = encoding;
  }

  /**
   * The whole file.
   *
   * @param dataSet with SOP Class UID and SOP Instance UID
   */
  static byte[] file(Elements dataSet, Encoding encoding) {
    Elements meta =
        new Elements(CharacterSet.LATIN_1)
            .bytes(0x00020001, "OB", new byte[] {0, 1})
            .text(0x00020002, "UI", uid(dataSet, 0x00080016))
            .text(0x00020003, "UI", uid(dataSet, 0x00080018))
            .text(0x00020010, "UI", encoding.uid())
            .text(0x00020012, "UI", Uids.IMPLEMENTATION_CLASS)
            .text(0x00020013, "SH", "LAMINA_TESTKIT");
    Part10 explicit = new Part10(Encoding.EXPLICIT_LITTLE_ENDIAN);
    byte[] group = explicit.dataSet(meta);
    ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    out.writeBytes(new byte[128]);
    out.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(explicit.header(0x00020000, "UL", 4));
    out.writeBytes(explicit.number(group.length, 4));
    out.writeBytes(group);
    out.writeBytes(new Part10(encoding).dataSet(dataSet));
    return out.toByteArray();
  }

  private static String uid(Elements dataSet, int tag) {
    Elements.Text text = (Elements.Text) dataSet.values().get(tag);
    return new String(text.bytes(), StandardCharsets.US_ASCII);
  }

  private byte[] dataSet(Elements elements) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Map.Entry<Integer, Elements.Value> entry : elements.values().entrySet()) {
      String vr = entry.getValue().vr();
      byte[] value = padded(vr, value(entry.getValue()));
      out.writeBytes(header(entry.getKey(), vr, value.length));
      out.writeBytes(value);
    }
    return out.toByteArray();
  }

  private byte[] value(Elements.Value value) {
    if (value instanceof Elements.Text text) {
      return text.bytes();
    }
    if (value instanceof Elements.Bytes bytes) {
      return bytes.bytes();
    }
    if (value instanceof Elements.Words words) {
      ByteBuffer buffer = buffer(words.words().length * 2);
      buffer.asShortBuffer().put(words.words());
      return buffer.array();
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Elements item : ((Elements.Sequence) value).items()) {
      byte[] content = dataSet(item);
      out.writeBytes(tag(ITEM));
      out.writeBytes(number(content.length, 4));
      out.writeBytes(content);
    }
    return out.toByteArray();
  }

  private byte[] header(int tag, String vr, int length) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(12);
    out.writeBytes(tag(tag));
    if (!encoding.explicitVr()) {
      out.writeBytes(number(length, 4));
      return out.toByteArray();
    }
    out.writeBytes(vr.getBytes(StandardCharsets.US_ASCII));
    if (LONG_LENGTH.contains(vr)) {
      out.writeBytes(new byte[2]);
      out.writeBytes(number(length, 4));
    } else {
      out.writeBytes(number(length, 2));
    }
    return out.toByteArray();
  }

  private byte[] tag(int tag) {
    return buffer(4).putShort((short) (tag >>> 16)).putShort((short) tag).array();
  }

  private byte[] number(int value, int size) {
    ByteBuffer buffer = buffer(size);
    return (size == 2 ? buffer.putShort((short) value) : buffer.putInt(value)).array();
  }

  private ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size)
        .order(encoding.bigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
  }

  /** Values have even length: UIDs and bytes end in a NUL, text in a space (PS3.5, 6.2). */
  private static byte[] padded(String vr, byte[] value) {
    if (value.length % 2 == 0) {
      return value;
    }
    byte[] even = Arrays.copyOf(value, value.length + 1);
    even[value.length] = (byte) (vr.equals("UI") || vr.startsWith("O") ? 0 : ' ');
    return even;
  }
}
