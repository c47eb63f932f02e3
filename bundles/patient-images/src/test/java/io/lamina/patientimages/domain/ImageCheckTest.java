package io.lamina.patientimages.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.blob.ByteSource;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** H-12: what is stored as an image is one. */
class ImageCheckTest {
  private static final long MOST = 50_000_000;

  @ParameterizedTest
  @EnumSource(ImageType.class)
  void takesEachType(ImageType type) throws IOException {
    ByteSource image = ByteSource.of(image(type));
    assertEquals(Optional.of(type), ImageCheck.detect(image));
    ImageCheck.decode(type, image, MOST);
  }

  @Test
  void takesLossyWebp() throws IOException {
    ImageCheck.decode(ImageType.WEBP, ByteSource.of(Images.lossyWebp()), MOST);
  }

  @ParameterizedTest
  @EnumSource(ImageType.class)
  void refusesATornFile(ImageType type) throws IOException {
    byte[] whole = image(type);
    for (int length : new int[] {whole.length / 2, whole.length * 3 / 4}) {
      assertRefused(type, Arrays.copyOf(whole, length));
    }
  }

  @ParameterizedTest
  @EnumSource(ImageType.class)
  void refusesAMagicNumberWithSomethingElseBehindIt(ImageType type) {
    byte[] page = new byte[2000];
    byte[] script = "<script>alert(1)</script>".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(image(type), 0, page, 0, 12);
    System.arraycopy(script, 0, page, 12, script.length);
    assertRefused(type, page);
  }

  @Test
  void knowsNoOtherType() throws IOException {
    for (String text : new String[] {"", "BM", "<svg/>", "RIFF1234WAVE", "%PDF-1.7"}) {
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      assertEquals(Optional.empty(), ImageCheck.detect(ByteSource.of(bytes)), text);
    }
  }

  @Test
  void refusesMorePixelsThanAllowed() {
    LaminaException refusal =
        assertThrows(
            LaminaException.class,
            () -> ImageCheck.decode(ImageType.PNG, ByteSource.of(Images.of("png", 101, 10)), 1000));
    assertEquals(ErrorKind.TOO_LARGE, refusal.kind());
    assertEquals(
        "The image has 101 x 10 pixels; 1000 are allowed, and 30000 on a side",
        refusal.getMessage());
  }

  /** A row of 264 MB: the JDK's reader would hold three of them. */
  @Test
  void refusesARowThatFillsTheHeap() {
    byte[] png = Images.of("png", 8, 8);
    ByteBuffer header = ByteBuffer.wrap(png);
    header.putInt(16, 33_000_000).putInt(20, 1).put(24, (byte) 16).put(25, (byte) 6);
    CRC32 crc = new CRC32();
    crc.update(png, 12, 17);
    header.putInt(29, (int) crc.getValue());
    LaminaException refusal =
        assertThrows(
            LaminaException.class,
            () -> ImageCheck.decode(ImageType.PNG, ByteSource.of(png), MOST));
    assertEquals(ErrorKind.TOO_LARGE, refusal.kind());
  }

  @Test
  void refusesAJpegOfManyScans() throws IOException {
    byte[] jpeg = Images.of("jpg", 64, 64);
    assertEquals(1, JpegScans.count(ByteSource.of(jpeg), 100));
    byte[] scans = Arrays.copyOf(jpeg, jpeg.length + 200);
    for (int i = jpeg.length - 2; i < scans.length - 1; i += 2) {
      scans[i] = (byte) 0xff;
      scans[i + 1] = (byte) 0xda;
    }
    assertRefused(ImageType.JPEG, scans);
  }

  @ParameterizedTest
  @EnumSource(ImageType.class)
  void survivesFlippedBytes(ImageType type) {
    Random random = new Random(7);
    byte[] whole = image(type);
    for (int round = 0; round < 300; round++) {
      byte[] damaged = whole.clone();
      for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
        damaged[12 + random.nextInt(damaged.length - 12)] = (byte) random.nextInt();
      }
      try {
        ImageCheck.decode(type, ByteSource.of(damaged), 200_000);
      } catch (LaminaException e) {
        assertTrue(e.kind().status() < 500, e::toString);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** 34 bytes: it goes on for minutes over zeros behind its end. */
  @Test
  @Timeout(10)
  void aWebpThatEndsBeforeItsPicturesDoesIsRefusedSoon() {
    String endless = "524946461a000000574542505650384c0d0000002f000000100710971188880d0700";
    assertRefused(ImageType.WEBP, HexFormat.of().parseHex(endless));
  }

  @Test
  void findsDicomInItsTexts() throws IOException {
    assertTrue(traces(ImageType.PNG, Images.pngWithText("DICOM")));
    assertTrue(traces(ImageType.JPEG, Images.jpegWithComment("made from a Dicom image")));
    assertFalse(traces(ImageType.PNG, Images.pngWithText("a camera")));
    assertFalse(traces(ImageType.JPEG, Images.jpegWithComment("a camera")));
    for (ImageType type : ImageType.values()) {
      assertFalse(traces(type, image(type)), type.name());
    }
  }

  private static boolean traces(ImageType type, byte[] bytes) throws IOException {
    return DicomTraces.in(ByteSource.of(bytes), type);
  }

  private static void assertRefused(ImageType type, byte[] bytes) {
    LaminaException refusal =
        assertThrows(
            LaminaException.class, () -> ImageCheck.decode(type, ByteSource.of(bytes), MOST));
    assertTrue(refusal.kind().status() < 500, refusal::toString);
  }

  private static byte[] image(ImageType type) {
    return switch (type) {
      case JPEG -> Images.of("jpg", 120, 90);
      case PNG -> Images.of("png", 120, 90);
      case GIF -> Images.of("gif", 120, 90);
      case WEBP -> Images.webp();
    };
  }
}
