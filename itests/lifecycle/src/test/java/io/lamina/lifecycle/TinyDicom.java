package io.lamina.lifecycle;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The smallest CT image there is: what the studies capability needs to have something to keep. */
final class TinyDicom {
  static final String STUDY = "2.25.20261121";
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private TinyDicom() {}

  static byte[] image() {
    final TinyDicom meta =
        new TinyDicom()
            .put(0x00020001, "OB", new byte[] {0, 1})
            .text(0x00020002, "UI", "1.2.840.10008.5.1.4.1.1.2")
            .text(0x00020003, "UI", STUDY + ".1.1")
            .text(0x00020010, "UI", "1.2.840.10008.1.2.1")
            .text(0x00020012, "UI", "2.25.1");
    final TinyDicom data =
        new TinyDicom()
            .text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.2")
            .text(0x00080018, "UI", STUDY + ".1.1")
            .text(0x00080020, "DA", "20240115")
            .text(0x00080060, "CS", "CT")
            .text(0x00100010, "PN", "Doe^John")
            .text(0x00100020, "LO", "12345")
            .text(0x0020000D, "UI", STUDY)
            .text(0x0020000E, "UI", STUDY + ".1")
            .text(0x00200011, "IS", "1")
            .text(0x00200013, "IS", "1")
            .number(0x00280002, 1)
            .text(0x00280004, "CS", "MONOCHROME2")
            .number(0x00280010, 4)
            .number(0x00280011, 4)
            .number(0x00280100, 16)
            .number(0x00280101, 16)
            .number(0x00280102, 15)
            .number(0x00280103, 0)
            .put(0x7FE00010, "OW", new byte[32]);
    final TinyDicom file = new TinyDicom();
    file.out.writeBytes(new byte[128]);
    file.out.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
    final int length = meta.out.size();
    file.put(
        0x00020000,
        "UL",
        new byte[] {(byte) length, (byte) (length >> 8), (byte) (length >> 16), 0});
    file.out.writeBytes(meta.out.toByteArray());
    file.out.writeBytes(data.out.toByteArray());
    return file.out.toByteArray();
  }

  private TinyDicom text(int tag, String vr, String value) {
    final byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
    final byte[] even = Arrays.copyOf(bytes, bytes.length + bytes.length % 2);
    if (even.length > bytes.length && !vr.equals("UI")) {
      even[bytes.length] = ' ';
    }
    return put(tag, vr, even);
  }

  private TinyDicom number(int tag, int value) {
    return put(tag, "US", new byte[] {(byte) value, (byte) (value >> 8)});
  }

  private TinyDicom put(int tag, String vr, byte[] value) {
    little(tag >>> 16, 2);
    little(tag, 2);
    out.writeBytes(vr.getBytes(StandardCharsets.US_ASCII));
    if (vr.equals("OB") || vr.equals("OW")) {
      little(0, 2);
      little(value.length, 4);
    } else {
      little(value.length, 2);
    }
    out.writeBytes(value);
    return this;
  }

  private void little(int value, int bytes) {
    for (int i = 0; i < bytes; i++) {
      out.write(value >>> (8 * i));
    }
  }
}
