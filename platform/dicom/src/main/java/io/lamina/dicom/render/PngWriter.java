package io.lamina.dicom.render;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes PNG (ISO 15948) of 8 bits, grey or RGB. Each row is filtered by the one above (Up), which
 * costs nothing and is good for images; deflate at its fastest.
 */
final class PngWriter {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final int UP = 2;

  private PngWriter() {}

  static byte[] write(Picture picture) {
    int stride = picture.columns() * picture.channels();
    byte[] filtered = filter(picture, stride);
    ByteArrayOutputStream out = new ByteArrayOutputStream(filtered.length / 2 + 64);
    out.writeBytes(SIGNATURE);
    ByteBuffer header = ByteBuffer.allocate(13);
    header.putInt(picture.columns()).putInt(picture.rows());
    header.put((byte) 8).put((byte) (picture.channels() == 3 ? 2 : 0)).put(new byte[3]);
    chunk(out, "IHDR", header.array(), 13);
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try {
      deflater.setInput(filtered);
      deflater.finish();
      byte[] buffer = new byte[64 << 10];
      while (!deflater.finished()) {
        int count = deflater.deflate(buffer);
        chunk(out, "IDAT", buffer, count);
      }
    } finally {
      deflater.end();
    }
    chunk(out, "IEND", new byte[0], 0);
    return out.toByteArray();
  }

  private static byte[] filter(Picture picture, int stride) {
    byte[] pixels = picture.pixels();
    byte[] filtered = new byte[picture.rows() * (stride + 1)];
    int to = 0;
    for (int row = 0; row < picture.rows(); row++) {
      int from = row * stride;
      if (row == 0) {
        to++;
        System.arraycopy(pixels, 0, filtered, to, stride);
        to += stride;
        continue;
      }
      filtered[to++] = UP;
      for (int i = 0; i < stride; i++) {
        filtered[to + i] = (byte) (pixels[from + i] - pixels[from - stride + i]);
      }
      to += stride;
    }
    return filtered;
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte[] data, int length) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(data, 0, length);
    out.writeBytes(ByteBuffer.allocate(4).putInt(length).array());
    out.writeBytes(name);
    out.write(data, 0, length);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }
}
