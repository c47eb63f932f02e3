package io.lamina.masks.domain;

import static io.lamina.masks.MasksFixture.PNG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.lamina.api.blob.ByteSource;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures that a decoder could not read whole are none (H-12). */
class FormatReaderTest {
  private static final byte[] SIGNATURE = Arrays.copyOf(PNG, 8);

  private static Format read(byte[] file) throws IOException {
    return FormatReader.read(ByteSource.of(file), new Deadline(Clock.systemUTC()));
  }

  @ParameterizedTest
  @CsvSource({
    "png, 1, false", "png, 1, true", "png, 5, false", "png, 6, true", "png, 10, false",
    "png, 11, true", "png, 12, true", "png, 13, false", "jpg, 1, false", "jpg, 1, true",
    "jpg, 10, false"
  })
  void picturesOfEveryKindAreRead(String kind, int imageType, boolean progressive)
      throws IOException {
    for (int side : new int[] {1, 3, 17, 300}) {
      Format format = read(picture(kind, imageType, side, progressive));
      assertEquals(
          Format.of(kind.equals("png") ? Format.PNG : Format.JPEG, Extent.picture(side, side + 1)),
          format);
    }
  }

  private static byte[] picture(String kind, int imageType, int side, boolean progressive)
      throws IOException {
    BufferedImage image = new BufferedImage(side, side + 1, imageType);
    for (int at = 0; at < side; at++) {
      image.setRGB(at, at, 0xff000000 | at * 77777);
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName(kind).next();
    ImageWriteParam parameters = writer.getDefaultWriteParam();
    parameters.setProgressiveMode(
        progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), parameters);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg"})
  void aPictureThatIsTornOrFollowedBySomethingIsNone(String kind) throws IOException {
    byte[] whole = picture(kind, BufferedImage.TYPE_INT_RGB, 40, true);
    for (int length = 0; length < whole.length; length += 1 + length / 40) {
      assertSame(Format.UNKNOWN, read(Arrays.copyOf(whole, length)), "cut to " + length);
    }
    assertSame(Format.UNKNOWN, read(Arrays.copyOf(whole, whole.length - 1)));
    assertSame(Format.UNKNOWN, read(Arrays.copyOf(whole, whole.length + 1)));
  }

  @Test
  void aPngWithAnyByteChangedIsNone() throws IOException {
    for (int at = 8; at < PNG.length; at++) {
      byte[] changed = PNG.clone();
      changed[at] ^= 0x20;
      assertSame(Format.UNKNOWN, read(changed), "byte " + at);
    }
  }

  @Test
  void aPngHasExactlyThePixelsItsHeaderSays() throws IOException {
    assertEquals(Format.PNG, read(png(4, 4, 20, chunk("teXt", new byte[3]))).mediaType());
    for (int bytes : new int[] {0, 1, 19, 21, 1_000_000}) {
      assertSame(Format.UNKNOWN, read(png(4, 4, bytes)), bytes + " bytes");
    }
    assertSame(Format.UNKNOWN, read(png(4, 4, 20, chunk("NEED", new byte[3]))));
    assertSame(Format.UNKNOWN, read(png(0, 4, 4)));
    assertSame(Format.UNKNOWN, read(png(65536, 1, 65537)));
    assertSame(Format.UNKNOWN, read(png(65535, 65535, 100)));
    byte[] empty = new byte[0];
    assertSame(Format.UNKNOWN, read(joined(SIGNATURE, header(4, 4), chunk("IEND", empty))));
  }

  @Test
  void aJpegNeedsAFrameAndAScan() throws IOException {
    byte[] markers = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xd9};
    assertSame(Format.UNKNOWN, read(markers));
    byte[] script = "\u00ff\u00d8\u00ff<script>\u00ff\u00d9".getBytes(StandardCharsets.ISO_8859_1);
    assertSame(Format.UNKNOWN, read(script));
  }

  /** Grey pixels of 8 bits, as many raw bytes as asked for. */
  private static byte[] png(int width, int height, int bytes, byte[]... more) {
    Deflater deflater = new Deflater();
    deflater.setInput(new byte[bytes]);
    deflater.finish();
    byte[] packed = new byte[bytes + 100];
    byte[] picture = Arrays.copyOf(packed, deflater.deflate(packed));
    System.arraycopy(packed, 0, picture, 0, picture.length);
    deflater.end();
    return joined(
        SIGNATURE,
        header(width, height),
        joined(more),
        chunk("IDAT", Arrays.copyOf(picture, picture.length / 2)),
        chunk("IDAT", Arrays.copyOfRange(picture, picture.length / 2, picture.length)),
        chunk("IEND", new byte[0]));
  }

  private static byte[] header(int width, int height) {
    byte[] grey = {8, 0, 0, 0, 0};
    return chunk("IHDR", ByteBuffer.allocate(13).putInt(width).putInt(height).put(grey).array());
  }

  private static byte[] chunk(String type, byte[] data) {
    CRC32 crc = new CRC32();
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    crc.update(name);
    crc.update(data);
    return ByteBuffer.allocate(data.length + 12)
        .putInt(data.length)
        .put(name)
        .put(data)
        .putInt((int) crc.getValue())
        .array();
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
