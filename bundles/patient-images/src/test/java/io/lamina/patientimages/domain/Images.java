package io.lamina.patientimages.domain;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Pictures of each type that S3 names. */
public final class Images {
  private Images() {}

  /**
   * @param format png, jpg or gif
   */
  public static byte[] of(String format, int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < width; x++) {
      for (int y = 0; y < height; y++) {
        image.setRGB(x, y, new Color(x * 7 & 255, y * 5 & 255, (x * y) & 255).getRGB());
      }
    }
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      if (!ImageIO.write(image, format, bytes)) {
        throw new IllegalArgumentException("No writer for " + format);
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One pixel, lossless. */
  public static byte[] webp() {
    return Base64.getDecoder().decode("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==");
  }

  /** One pixel, lossy. */
  static byte[] lossyWebp() {
    return Base64.getDecoder().decode("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA");
  }

  /** A PNG with a text chunk behind its header. */
  public static byte[] pngWithText(String text) {
    byte[] data = ("Source\0" + text).getBytes(StandardCharsets.ISO_8859_1);
    return withChunk(of("png", 8, 8), "tEXt", data);
  }

  /** A PNG with one more chunk behind its header. */
  static byte[] withChunk(byte[] png, String name, byte[] data) {
    ByteBuffer chunk = ByteBuffer.allocate(data.length + 12);
    chunk.putInt(data.length).put(name.getBytes(StandardCharsets.ISO_8859_1)).put(data);
    CRC32 crc = new CRC32();
    crc.update(chunk.array(), 4, data.length + 4);
    chunk.putInt((int) crc.getValue());
    ByteBuffer all = ByteBuffer.allocate(png.length + chunk.capacity());
    return all.put(png, 0, 33).put(chunk.array()).put(png, 33, png.length - 33).array();
  }

  /** A JPEG with a comment behind its first marker. */
  static byte[] jpegWithComment(String text) {
    byte[] jpeg = of("jpg", 8, 8);
    byte[] data = text.getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer all = ByteBuffer.allocate(jpeg.length + data.length + 4);
    all.put(jpeg, 0, 2).put((byte) 0xff).put((byte) 0xfe).putShort((short) (data.length + 2));
    return all.put(data).put(jpeg, 2, jpeg.length - 2).array();
  }
}
