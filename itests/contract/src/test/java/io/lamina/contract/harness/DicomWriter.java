package io.lamina.contract.harness;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;

/**
 * Writes DICOM Part 10 files, good and hostile ones: explicit VR little endian, whatever the caller
 * puts in. Too simple to be wrong in the same way as the platform's own reader.
 */
public final class DicomWriter {
  public static final String EXPLICIT = "1.2.840.10008.1.2.1";
  public static final String DEFLATED = "1.2.840.10008.1.2.1.99";
  public static final String CT = "1.2.840.10008.5.1.4.1.1.2";
  private static final Set<String> LONG_LENGTH = Set.of("OB", "OW", "SQ", "UN", "UT", "OF");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** A new UID below 2.25 (PS3.5 B.2). */
  public static String uid() {
    final UUID uuid = UUID.randomUUID();
    final ByteBuffer bytes = ByteBuffer.allocate(16);
    bytes.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
    return "2.25." + new BigInteger(1, bytes.array());
  }

  /**
   * @param tag group and element, such as 0x00100010
   */
  public DicomWriter text(int tag, String vr, String value) {
    final byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
    final byte[] even = java.util.Arrays.copyOf(bytes, bytes.length + bytes.length % 2);
    if (even.length > bytes.length) {
      even[bytes.length] = (byte) (vr.equals("UI") ? 0 : ' ');
    }
    return bytes(tag, vr, even);
  }

  public DicomWriter number(int tag, int value) {
    return bytes(tag, "US", new byte[] {(byte) value, (byte) (value >> 8)});
  }

  public DicomWriter bytes(int tag, String vr, byte[] value) {
    header(tag, vr, value.length);
    out.writeBytes(value);
    return this;
  }

  /** An element's header alone: its length may lie. */
  public DicomWriter header(int tag, String vr, long length) {
    little(tag >>> 16, 2);
    little(tag & 0xFFFF, 2);
    out.writeBytes(vr.getBytes(StandardCharsets.US_ASCII));
    if (LONG_LENGTH.contains(vr)) {
      little(0, 2);
      little(length, 4);
    } else {
      little(length, 2);
    }
    return this;
  }

  /** A sequence in a sequence, that many times, all of undefined length. */
  public DicomWriter nested(int depth) {
    for (int i = 0; i < depth; i++) {
      header(0x00081140, "SQ", 0xFFFFFFFFL);
      little(0xE000FFFEL, 4);
      little(0xFFFFFFFFL, 4);
    }
    for (int i = 0; i < depth; i++) {
      little(0xE00DFFFEL, 4);
      little(0, 4);
      little(0xE0DDFFFEL, 4);
      little(0, 4);
    }
    return this;
  }

  public byte[] dataSet() {
    return out.toByteArray();
  }

  /** Preamble, file meta information and the data set. */
  public static byte[] file(String transferSyntax, String sopInstance, byte[] dataSet) {
    final DicomWriter meta = new DicomWriter();
    meta.bytes(0x00020001, "OB", new byte[] {0, 1});
    meta.text(0x00020002, "UI", CT);
    meta.text(0x00020003, "UI", sopInstance);
    meta.text(0x00020010, "UI", transferSyntax);
    meta.text(0x00020012, "UI", "2.25.1");
    final ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(new byte[128]);
    file.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
    final ByteBuffer length = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
    length.putInt(meta.out.size());
    file.writeBytes(new DicomWriter().bytes(0x00020000, "UL", length.array()).dataSet());
    file.writeBytes(meta.dataSet());
    file.writeBytes(dataSet);
    return file.toByteArray();
  }

  private void little(long value, int bytes) {
    for (int i = 0; i < bytes; i++) {
      out.write((int) (value >>> (8 * i)));
    }
  }
}
