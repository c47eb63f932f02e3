package io.lamina.dicom.testing;

import io.lamina.api.blob.ByteSource;
import io.lamina.dicom.Tag;
import io.lamina.dicom.parse.Encoding;
import io.lamina.dicom.parse.TransferSyntax;
import io.lamina.dicom.parse.Vr;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Deflater;

/** Writes data sets element by element, right or wrong as a test wants them. */
public final class DicomBytes {
  private final Encoding encoding;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private DicomBytes(Encoding encoding) {
    this.encoding = encoding;
  }

  public static DicomBytes explicit() {
    return new DicomBytes(Encoding.EXPLICIT_LITTLE);
  }

  public static DicomBytes implicit() {
    return new DicomBytes(Encoding.IMPLICIT_LITTLE);
  }

  public static DicomBytes big() {
    return new DicomBytes(Encoding.EXPLICIT_BIG);
  }

  /** An empty one in the same encoding, for an item. */
  public DicomBytes item() {
    return new DicomBytes(encoding);
  }

  public DicomBytes text(int tag, String vr, String value) {
    return text(tag, vr, value, StandardCharsets.ISO_8859_1);
  }

  public DicomBytes text(int tag, String vr, String value, Charset charset) {
    byte[] bytes = value.getBytes(charset);
    byte[] even = Arrays.copyOf(bytes, bytes.length + (bytes.length & 1));
    if (even.length > bytes.length) {
      even[bytes.length] = Vr.named(vr).padding();
    }
    return bytes(tag, vr, even);
  }

  public DicomBytes us(int tag, int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * values.length).order(encoding.order());
    for (int value : values) {
      bytes.putShort((short) value);
    }
    return bytes(tag, "US", bytes.array());
  }

  /** A value as it is, of odd length too. */
  public DicomBytes bytes(int tag, String vr, byte[] value) {
    header(tag, vr, value.length);
    out.writeBytes(value);
    return this;
  }

  /** A header alone, whatever length it claims. */
  public DicomBytes header(int tag, String vr, long length) {
    boolean wide = !encoding.isExplicit() || Vr.named(vr) == null || Vr.named(vr).isWide();
    ByteBuffer header =
        ByteBuffer.allocate(encoding.isExplicit() && wide ? 12 : 8).order(encoding.order());
    header.putShort((short) (tag >>> 16)).putShort((short) tag);
    if (encoding.isExplicit()) {
      header.put((byte) vr.charAt(0)).put((byte) vr.charAt(1));
      if (wide) {
        header.putShort((short) 0);
      }
    }
    if (wide) {
      header.putInt((int) length);
    } else {
      header.putShort((short) length);
    }
    out.writeBytes(header.array());
    return this;
  }

  /** A sequence whose lengths are known. */
  public DicomBytes sequence(int tag, DicomBytes... items) {
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    for (DicomBytes item : items) {
      value.writeBytes(mark(0xE000, item.out.size()));
      value.writeBytes(item.out.toByteArray());
    }
    return bytes(tag, "SQ", value.toByteArray());
  }

  /** A sequence with delimiters. */
  public DicomBytes openSequence(int tag, String vr, DicomBytes... items) {
    header(tag, vr, -1);
    for (DicomBytes item : items) {
      out.writeBytes(mark(0xE000, -1));
      out.writeBytes(item.out.toByteArray());
      out.writeBytes(mark(0xE00D, 0));
    }
    out.writeBytes(mark(0xE0DD, 0));
    return this;
  }

  /** Encapsulated pixel data; the first is the offset table. */
  public DicomBytes fragments(byte[]... fragments) {
    header(Tag.PIXEL_DATA, "OB", -1);
    for (byte[] fragment : fragments) {
      out.writeBytes(mark(0xE000, fragment.length));
      out.writeBytes(fragment);
    }
    out.writeBytes(mark(0xE0DD, 0));
    return this;
  }

  /** Image Pixel Module without the pixels. */
  public DicomBytes image(
      int rows, int columns, int samples, int allocated, int stored, int signed, String colour) {
    us(Tag.SAMPLES_PER_PIXEL, samples);
    text(Tag.PHOTOMETRIC_INTERPRETATION, "CS", colour);
    us(Tag.ROWS, rows);
    us(Tag.COLUMNS, columns);
    us(Tag.BITS_ALLOCATED, allocated);
    us(Tag.BITS_STORED, stored);
    us(Tag.HIGH_BIT, stored - 1);
    return us(Tag.PIXEL_REPRESENTATION, signed);
  }

  public DicomBytes raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  public byte[] body() {
    return out.toByteArray();
  }

  /** With preamble and file meta. */
  public byte[] file(String syntax) {
    DicomBytes meta = explicit().text(Tag.TRANSFER_SYNTAX_UID, "UI", syntax);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(new byte[128]);
    file.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
    ByteBuffer length = ByteBuffer.allocate(4).order(Encoding.EXPLICIT_LITTLE.order());
    length.putInt(meta.out.size());
    file.writeBytes(explicit().bytes(0x00020000, "UL", length.array()).body());
    file.writeBytes(meta.body());
    file.writeBytes(syntax.equals(TransferSyntax.DEFLATED) ? deflated() : body());
    return file.toByteArray();
  }

  public byte[] file() {
    return file(
        switch (encoding) {
          case IMPLICIT_LITTLE -> TransferSyntax.IMPLICIT_LITTLE;
          case EXPLICIT_LITTLE -> TransferSyntax.EXPLICIT_LITTLE;
          case EXPLICIT_BIG -> TransferSyntax.EXPLICIT_BIG;
        });
  }

  public ByteSource source() {
    return ByteSource.of(file());
  }

  private byte[] deflated() {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    deflater.setInput(body());
    deflater.finish();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    while (!deflater.finished()) {
      bytes.write(buffer, 0, deflater.deflate(buffer));
    }
    deflater.end();
    return bytes.toByteArray();
  }

  private byte[] mark(int element, int length) {
    return ByteBuffer.allocate(8)
        .order(encoding.order())
        .putShort((short) 0xFFFE)
        .putShort((short) element)
        .putInt(length)
        .array();
  }
}
