package io.lamina.dicom.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ColourRenderingTest {
  private static final DicomEngine ENGINE =
      new DicomEngine(Limits.DEFAULT, true, 2, Duration.ofMinutes(1));

  @AfterAll
  static void stop() {
    ENGINE.stop();
  }

  private static int[] shown(DicomBytes bytes) throws IOException {
    RenderedFrame frame = ENGINE.render(ENGINE.parse(bytes.source()), RenderOptions.of(1));
    assertTrue(Double.isNaN(frame.windowCenter()), "colours have no window");
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(frame.png()));
    return image.getRaster().getPixels(0, 0, image.getWidth(), image.getHeight(), (int[]) null);
  }

  @Test
  void palettesAreLookedUpPlainAndSegmented() throws IOException {
    DicomBytes plain = DicomBytes.explicit();
    for (int c = 0; c < 3; c++) {
      plain.us(0x00281101 + c, 3, 1, 16).us(0x00281201 + c, c << 8, 0x8000, 0xFF00);
    }
    plain.image(1, 3, 1, 8, 8, 0, "PALETTE COLOR");
    plain.bytes(Tag.PIXEL_DATA, "OB", new byte[] {0, 2, 9, 0});
    assertArrayEquals(new int[] {0, 1, 2, 128, 128, 128, 255, 255, 255}, shown(plain));

    DicomBytes segmented = DicomBytes.explicit();
    for (int c = 0; c < 3; c++) {
      // one discrete value, a line of four up to 0x8000, and the first segment again
      segmented
          .us(0x00281101 + c, 6, 0, 16)
          .bytes(0x00281221 + c, "OW", shorts(0, 1, 0, 1, 4, 0x8000, 2, 1, 0, 0));
    }
    segmented.image(1, 6, 1, 8, 8, 0, "PALETTE COLOR");
    segmented.bytes(Tag.PIXEL_DATA, "OB", new byte[] {0, 1, 2, 3, 4, 5});
    int[] rgb = shown(segmented);
    int[] red = new int[6];
    for (int i = 0; i < 6; i++) {
      red[i] = rgb[3 * i];
    }
    assertArrayEquals(new int[] {0, 32, 64, 96, 128, 0}, red);
  }

  private static byte[] shorts(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : values) {
      bytes.putShort((short) value);
    }
    return bytes.array();
  }

  @Test
  void ybrBecomesRgbAndSixteenBitsBecomeEight() throws IOException {
    DicomBytes ybr =
        DicomBytes.explicit()
            .image(1, 2, 3, 8, 8, 0, "YBR_FULL")
            .bytes(Tag.PIXEL_DATA, "OB", new byte[] {76, 85, (byte) 255, 100, -128, -128});
    assertArrayEquals(new int[] {254, 0, 0, 100, 100, 100}, shown(ybr));
    DicomBytes deep =
        DicomBytes.explicit()
            .image(1, 1, 3, 16, 16, 0, "RGB")
            .bytes(Tag.PIXEL_DATA, "OW", shorts(0xFFFF, 0x8000, 0));
    assertArrayEquals(new int[] {255, 128, 0}, shown(deep));
  }
}
