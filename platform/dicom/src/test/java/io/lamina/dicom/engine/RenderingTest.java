package io.lamina.dicom.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.blob.ByteSource;
import io.lamina.dicom.DisplayAttributes;
import io.lamina.dicom.RenderOptions;
import io.lamina.dicom.RenderedFrame;
import io.lamina.dicom.Tag;
import io.lamina.dicom.parse.Limits;
import io.lamina.dicom.testing.DicomBytes;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class RenderingTest {
  private static final DicomEngine ENGINE =
      new DicomEngine(Limits.DEFAULT, true, 2, Duration.ofMinutes(1));
  private static final int VOI_FUNCTION = 0x00281056;
  private static final int PADDING = 0x00280120;

  @AfterAll
  static void stop() {
    ENGINE.stop();
  }

  private static RenderedFrame render(DicomBytes bytes, RenderOptions options) throws IOException {
    return ENGINE.render(ENGINE.parse(bytes.source()), options);
  }

  private static int[] pixels(RenderedFrame frame) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(frame.png()));
    assertEquals(frame.columns(), image.getWidth());
    assertEquals(frame.rows(), image.getHeight());
    return image.getRaster().getPixels(0, 0, image.getWidth(), image.getHeight(), (int[]) null);
  }

  private static int[] shown(DicomBytes bytes) throws IOException {
    return pixels(render(bytes, RenderOptions.of(1)));
  }

  private static RenderOptions window(double center, double width) {
    return new RenderOptions(
        1, OptionalDouble.of(center), OptionalDouble.of(width), false, OptionalInt.empty());
  }

  private static DicomBytes grey(String colour, int signed, int... values) {
    return words(DicomBytes.explicit(), colour, 16, signed, values);
  }

  private static DicomBytes words(
      DicomBytes bytes, String colour, int stored, int signed, int... values) {
    ByteBuffer data = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : values) {
      data.putShort((short) value);
    }
    return bytes
        .image(1, values.length, 1, 16, stored, signed, colour)
        .bytes(Tag.PIXEL_DATA, "OW", data.array());
  }

  @Test
  void theWindowOfTheRequestIsAppliedAfterTheRescale() throws IOException {
    DicomBytes bytes =
        words(
            DicomBytes.explicit()
                .text(Tag.RESCALE_INTERCEPT, "DS", "-1024")
                .text(Tag.RESCALE_SLOPE, "DS", "2"),
            "MONOCHROME2",
            16,
            0,
            0,
            432,
            532,
            632,
            4000);
    // PS3.3, C.11.2.1.2.1: c 40, w 401 maps 40 - 0.5 to the middle
    assertArrayEquals(new int[] {0, 0, 128, 255, 255}, pixels(render(bytes, window(40.5, 401))));
  }

  @Test
  void theHeadersWindowIsTakenAndNamed() throws IOException {
    DicomBytes bytes =
        words(
            DicomBytes.explicit()
                .text(Tag.WINDOW_CENTER, "DS", "100\\5")
                .text(Tag.WINDOW_WIDTH, "DS", "101\\5"),
            "MONOCHROME2",
            16,
            1,
            -20,
            99,
            1000);
    RenderedFrame frame = render(bytes, RenderOptions.of(1));
    assertEquals(100, frame.windowCenter());
    assertEquals(101, frame.windowWidth());
    assertArrayEquals(new int[] {0, 126, 255}, pixels(frame));
  }

  @Test
  void withoutAWindowTheRangeWithoutPaddingIsShown() throws IOException {
    DicomBytes bytes =
        words(
            DicomBytes.explicit().us(PADDING, 0xF800), "MONOCHROME2", 16, 1, -2048, 100, 200, 300);
    RenderedFrame frame = render(bytes, RenderOptions.of(1));
    assertEquals(200, frame.windowCenter());
    assertEquals(200, frame.windowWidth());
    assertArrayEquals(new int[] {0, 0, 128, 255}, pixels(frame));
  }

  @Test
  void exactAndSigmoidFunctionsAreKnown() throws IOException {
    DicomBytes exact =
        words(
            DicomBytes.explicit()
                .text(VOI_FUNCTION, "CS", "LINEAR_EXACT")
                .text(Tag.WINDOW_CENTER, "DS", "50")
                .text(Tag.WINDOW_WIDTH, "DS", "100"),
            "MONOCHROME2",
            16,
            0,
            0,
            50,
            100);
    assertArrayEquals(new int[] {0, 128, 255}, shown(exact));
    DicomBytes sigmoid =
        words(
            DicomBytes.explicit()
                .text(VOI_FUNCTION, "CS", "SIGMOID")
                .text(Tag.WINDOW_CENTER, "DS", "50")
                .text(Tag.WINDOW_WIDTH, "DS", "100"),
            "MONOCHROME2",
            16,
            0,
            0,
            50,
            75);
    // 255 / (1 + exp(-4 (x - c) / w))
    assertArrayEquals(new int[] {30, 128, 186}, shown(sigmoid));
  }

  @Test
  void blackAndWhiteSwapForMonochrome1ForThePresentationShapeAndForTheCaller() throws IOException {
    assertArrayEquals(new int[] {255, 0}, shown(grey("MONOCHROME1", 0, 0, 9)));
    DicomBytes inverse =
        words(DicomBytes.explicit(), "MONOCHROME2", 16, 0, 0, 9).text(0x20500020, "CS", "INVERSE");
    assertArrayEquals(new int[] {255, 0}, shown(inverse));
    RenderOptions invert =
        new RenderOptions(
            1, OptionalDouble.empty(), OptionalDouble.empty(), true, OptionalInt.empty());
    assertArrayEquals(new int[] {0, 255}, pixels(render(grey("MONOCHROME1", 0, 0, 9), invert)));
  }

  @Test
  void onlyStoredBitsCountAndTheirHighestIsTheSign() throws IOException {
    DicomBytes bytes = words(DicomBytes.explicit(), "MONOCHROME2", 12, 1, 0xF7FF, 0x0800, 0);
    assertArrayEquals(new int[] {255, 0, 128}, shown(bytes));
  }

  @Test
  void lookUpTablesTakeThePlaceOfRescaleAndWindow() throws IOException {
    DicomBytes modality =
        DicomBytes.explicit().us(0x00283002, 3, 10, 16).us(0x00283006, 0, 1000, 200);
    DicomBytes bytes =
        words(
            DicomBytes.explicit().sequence(0x00283000, modality), "MONOCHROME2", 16, 0, 5, 11, 99);
    assertArrayEquals(new int[] {0, 255, 51}, shown(bytes));
    DicomBytes voi = DicomBytes.explicit().us(0x00283002, 3, 10, 8).us(0x00283006, 7, 255, 100);
    DicomBytes table =
        words(DicomBytes.explicit().sequence(0x00283010, voi), "MONOCHROME2", 16, 0, 5, 11, 99);
    assertArrayEquals(new int[] {7, 255, 100}, shown(table));
  }

  @Test
  void bitsAndFloatsAreShown() throws IOException {
    DicomBytes mask =
        DicomBytes.explicit()
            .image(1, 3, 1, 1, 1, 0, "MONOCHROME2")
            .bytes(Tag.PIXEL_DATA, "OB", new byte[] {2});
    assertArrayEquals(new int[] {0, 255, 0}, shown(mask));
    byte[] values =
        ByteBuffer.allocate(16)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putFloat(-1)
            .putFloat(Float.NaN)
            .putFloat(0)
            .putFloat(1)
            .array();
    DicomBytes floats =
        DicomBytes.explicit()
            .image(1, 4, 1, 32, 32, 0, "MONOCHROME2")
            .bytes(Tag.FLOAT_PIXEL_DATA, "OF", values);
    assertArrayEquals(new int[] {0, 0, 128, 255}, shown(floats));
  }

  @Test
  void aSmallerPictureAveragesAndKeepsItsProportions() throws IOException {
    byte[] checker = new byte[64 * 32];
    for (int i = 0; i < checker.length; i++) {
      checker[i] = (byte) ((i + i / 64) % 2 == 0 ? 0 : 200);
    }
    checker[0] = (byte) 255;
    DicomBytes bytes =
        DicomBytes.explicit()
            .image(32, 64, 1, 8, 8, 0, "MONOCHROME2")
            .bytes(Tag.PIXEL_DATA, "OB", checker);
    RenderOptions sixteen =
        new RenderOptions(
            1, OptionalDouble.of(128), OptionalDouble.of(256), false, OptionalInt.of(16));
    RenderedFrame frame = render(bytes, sixteen);
    assertEquals(16, frame.columns());
    assertEquals(8, frame.rows());
    assertEquals(100, pixels(frame)[20]);
    assertEquals(
        64,
        render(
                bytes,
                new RenderOptions(
                    1, OptionalDouble.empty(), OptionalDouble.empty(), false, OptionalInt.of(4096)))
            .columns());
  }

  @Test
  void functionalGroupsDescribeEachFrame() throws IOException {
    DicomBytes bytes = DicomBytes.explicit();
    bytes
        .text(Tag.NUMBER_OF_FRAMES, "IS", "2")
        .image(1, 2, 1, 8, 8, 0, "MONOCHROME2")
        .sequence(
            0x52009229,
            bytes
                .item()
                .sequence(0x00289110, bytes.item().text(Tag.PIXEL_SPACING, "DS", "0.5\\0.25"))
                .sequence(0x00289145, rescale(bytes, "1", "0")))
        .sequence(
            0x52009230,
            bytes.item().sequence(0x00289132, window(bytes, "50", "100")),
            bytes
                .item()
                .sequence(0x00289132, window(bytes, "500", "1000"))
                .sequence(0x00289145, rescale(bytes, "10", "-5")))
        .bytes(Tag.PIXEL_DATA, "OB", new byte[] {0, 50, 0, 50});
    var object = ENGINE.parse(bytes.source());
    DisplayAttributes first = object.display(1);
    DisplayAttributes second = object.display(2);
    assertEquals(List.of(0.5, 0.25), second.pixelSpacing());
    assertEquals(1, first.rescaleSlope());
    assertEquals(10, second.rescaleSlope());
    assertEquals(-5, second.rescaleIntercept());
    assertEquals(50, first.windowCenter().getAsDouble());
    assertEquals(1000, second.windowWidth().getAsDouble());
    assertArrayEquals(
        new int[] {0, 129}, pixels(ENGINE.render(object, RenderOptions.of(1))), "LINEAR");
    assertEquals(500, ENGINE.render(object, RenderOptions.of(2)).windowCenter());
  }

  private static DicomBytes rescale(DicomBytes like, String slope, String intercept) {
    return like.item()
        .text(Tag.RESCALE_INTERCEPT, "DS", intercept)
        .text(Tag.RESCALE_SLOPE, "DS", slope);
  }

  private static DicomBytes window(DicomBytes like, String center, String width) {
    return like.item().text(Tag.WINDOW_CENTER, "DS", center).text(Tag.WINDOW_WIDTH, "DS", width);
  }

  @Test
  void spacingOfTheDetectorServesWhereThereIsNoOther() throws IOException {
    DicomBytes bytes =
        grey("MONOCHROME2", 0, 1, 2).text(Tag.IMAGER_PIXEL_SPACING, "DS", "0.1\\0.2");
    assertEquals(List.of(0.1, 0.2), ENGINE.parse(bytes.source()).display(1).pixelSpacing());
    assertTrue(
        ENGINE
            .parse(ByteSource.of(grey("MONOCHROME2", 0, 1).file()))
            .display(1)
            .pixelSpacing()
            .isEmpty());
  }
}
