package io.lamina.dicom.render;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes PNG (ISO 15948) of 8 bits, grey or RGB. Each row is filtered by the one above (Up), which
 * costs nothing and is good for images; deflate at its fastest. Beside the picture there are the
 * compressed bytes, twice at the end, and nothing else that grows with it (FrameCost).
 */
final class PngWriter {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final int UP = 2;
  private static final int PIECE = 64 << 10;

  private final List<byte[]> chunks = new ArrayList<>();
  private final byte[] compressed = new byte[PIECE];
  private int filled;

  private PngWriter() {}

  static byte[] write(Picture picture) {
    return new PngWriter().png(picture);
  }

  private byte[] png(Picture picture) {
    chunks.add(SIGNATURE);
    ByteBuffer header = ByteBuffer.allocate(13);
    header.putInt(picture.columns()).putInt(picture.rows());
    header.put((byte) 8).put((byte) (picture.channels() == 3 ? 2 : 0)).put(new byte[3]);
    chunk("IHDR", header.array(), 13);
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try {
      byte[] row = new byte[picture.columns() * picture.channels() + 1];
      for (int y = 0; y < picture.rows(); y++) {
        filter(picture.pixels(), y, row);
        deflater.setInput(row);
        drain(deflater);
      }
      deflater.finish();
      drain(deflater);
    } finally {
      deflater.end();
    }
    if (filled > 0) {
      chunk("IDAT", compressed, filled);
    }
    chunk("IEND", new byte[0], 0);
    return joined();
  }

  private void drain(Deflater deflater) {
    int count = deflater.deflate(compressed, filled, PIECE - filled);
    while (count > 0) {
      filled += count;
      if (filled == PIECE) {
        chunk("IDAT", compressed, filled);
        filled = 0;
      }
      count = deflater.deflate(compressed, filled, PIECE - filled);
    }
  }

  private static void filter(byte[] pixels, int y, byte[] row) {
    int stride = row.length - 1;
    int from = y * stride;
    if (y == 0) {
      row[0] = 0;
      System.arraycopy(pixels, 0, row, 1, stride);
      return;
    }
    row[0] = UP;
    for (int i = 0; i < stride; i++) {
      row[i + 1] = (byte) (pixels[from + i] - pixels[from - stride + i]);
    }
  }

  private void chunk(String type, byte[] data, int length) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(data, 0, length);
    ByteBuffer chunk = ByteBuffer.allocate(length + 12);
    chunk.putInt(length).put(name).put(data, 0, length).putInt((int) crc.getValue());
    chunks.add(chunk.array());
  }

  private byte[] joined() {
    int length = 0;
    for (byte[] chunk : chunks) {
      length = Math.addExact(length, chunk.length);
    }
    ByteBuffer whole = ByteBuffer.allocate(length);
    chunks.forEach(whole::put);
    return whole.array();
  }
}
