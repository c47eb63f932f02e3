package io.lamina.dicom.rewrite;

import io.lamina.dicom.Addition;
import io.lamina.dicom.parse.Encoding;
import io.lamina.dicom.parse.Texts;
import io.lamina.dicom.parse.Vr;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/** Writes new elements with defined lengths (PS3.5, 7.1). */
final class ElementWriter {
  private static final int ITEM = 0xFFFEE000;
  private static final int LONGEST_SHORT = 65534;

  private final Encoding encoding;
  private final Texts texts;

  ElementWriter(Encoding encoding, Texts texts) {
    this.encoding = encoding;
    this.texts = texts;
  }

  byte[] write(Addition addition) {
    if (addition instanceof Addition.Text text) {
      return text(text.tag(), text.vr(), text.values());
    }
    if (addition instanceof Addition.Bytes bytes) {
      return bytes(bytes.tag(), bytes.vr(), bytes.value());
    }
    Addition.Sequence sequence = (Addition.Sequence) addition;
    ByteArrayOutputStream items = new ByteArrayOutputStream();
    for (List<Addition> item : sequence.items()) {
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      item.forEach(element -> content.writeBytes(write(element)));
      ByteBuffer header = ByteBuffer.allocate(8).order(encoding.order());
      tag(header, ITEM).putInt(content.size());
      items.writeBytes(header.array());
      items.writeBytes(content.toByteArray());
    }
    return bytes(sequence.tag(), "SQ", items.toByteArray());
  }

  byte[] text(int tag, String vr, List<String> values) {
    if (values.isEmpty()) {
      return bytes(tag, vr, new byte[0]);
    }
    Vr known = known(vr);
    if (!known.isText()) {
      throw new IllegalArgumentException(vr + " is no text");
    }
    return bytes(tag, vr, texts.encode(known, values));
  }

  byte[] bytes(int tag, String vr, byte[] value) {
    Vr known = known(vr);
    int length = value.length + (value.length & 1);
    boolean wide = known.isWide() || length > LONGEST_SHORT;
    int header = encoding.isExplicit() && wide ? 12 : 8;
    ByteBuffer out = ByteBuffer.allocate(header + length).order(encoding.order());
    tag(out, tag);
    if (encoding.isExplicit()) {
      // a value too long for its VR is written as UN (PS3.5, 6.2.2)
      String shown = known.isWide() || !wide ? vr : "UN";
      out.put((byte) shown.charAt(0)).put((byte) shown.charAt(1));
      if (wide) {
        out.putShort((short) 0).putInt(length);
      } else {
        out.putShort((short) length);
      }
    } else {
      out.putInt(length);
    }
    out.put(value);
    if (length > value.length) {
      out.put(known.padding());
    }
    return out.array();
  }

  private static ByteBuffer tag(ByteBuffer out, int tag) {
    return out.putShort((short) (tag >>> 16)).putShort((short) tag);
  }

  private static Vr known(String vr) {
    Vr known = Vr.named(vr);
    if (known == null) {
      throw new IllegalArgumentException("No such VR: " + vr);
    }
    return known;
  }
}
