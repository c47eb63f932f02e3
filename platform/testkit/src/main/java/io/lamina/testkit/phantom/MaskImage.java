package io.lamina.testkit.phantom;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * A mask: one byte a pixel, row by row, 0 for nothing and 1 and up for labels.
 *
 * @param labels columns x rows bytes; not copied
 */
public record MaskImage(int columns, int rows, byte[] labels) {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};

  /** Pixels that carry a label. */
  public int marked() {
    int count = 0;
    for (byte label : labels) {
      count += label == 0 ? 0 : 1;
    }
    return count;
  }

  /**
   * As an 8-bit grey PNG (ISO/IEC 15948) in which the labels are spread over the greys, so that a
   * person sees them: one label is white. The same mask gives the same bytes on the same JDK.
   */
  public byte[] png() {
    int most = 1;
    for (byte label : labels) {
      most = Math.max(most, label);
    }
    byte[] lines = new byte[rows * (columns + 1)];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        int grey = labels[row * columns + column] * 255 / most;
        lines[row * (columns + 1) + 1 + column] = (byte) grey;
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(SIGNATURE);
    ByteBuffer header = ByteBuffer.allocate(13).putInt(columns).putInt(rows);
    header.put((byte) 8); // bits a sample; grey, deflate, filters, no interlace are 0
    chunk(out, "IHDR", header.array());
    chunk(out, "IDAT", deflate(lines));
    chunk(out, "IEND", new byte[0]);
    return out.toByteArray();
  }

  private static byte[] deflate(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION);
    try (DeflaterOutputStream packed = new DeflaterOutputStream(out, deflater)) {
      packed.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      deflater.end();
    }
    return out.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte[] content) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(content);
    out.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
    out.writeBytes(name);
    out.writeBytes(content);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }
}
