package io.lamina.dicom.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.blob.ByteSource;
import io.lamina.dicom.InvalidDicomException;
import io.lamina.dicom.InvalidDicomException.Reason;
import io.lamina.dicom.Tag;
import io.lamina.dicom.testing.DicomBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Files that want more than they may have, or are cut. */
class HostileFilesTest {
  private static final int SEQUENCE = 0x00081140;

  private static ParsedObject read(byte[] file) throws IOException {
    return new P10Reader(Limits.DEFAULT).read(ByteSource.of(file));
  }

  private static Reason refused(byte[] file) {
    return assertThrows(InvalidDicomException.class, () -> read(file)).reason();
  }

  @Test
  void inflatesNoMoreThanAllowedAndHoldsNoneOfIt() throws IOException {
    byte[] large = new byte[20 << 20];
    DicomBytes bytes =
        DicomBytes.explicit()
            .image(5120, 4096, 1, 8, 8, 0, "MONOCHROME2")
            .bytes(Tag.PIXEL_DATA, "OB", large)
            .text(0x7FE10010, "LO", "after");
    byte[] file = bytes.file(TransferSyntax.DEFLATED);
    ParsedObject object = read(file);
    assertEquals("after", object.dataSet().string(0x7FE10010).orElseThrow());
    Limits ten =
        new Limits(128, 1000, 1 << 20, 65536, 10 << 20, 200, 1L << 30, Duration.ofSeconds(60));
    InvalidDicomException refused =
        assertThrows(
            InvalidDicomException.class, () -> new P10Reader(ten).read(ByteSource.of(file)));
    assertEquals(Reason.TOO_LARGE, refused.reason());
  }

  @Test
  void refusesADeflateBombByItsRatio() {
    byte[] zeros = new byte[80 << 20];
    byte[] file =
        DicomBytes.explicit().bytes(Tag.PIXEL_DATA, "OB", zeros).file(TransferSyntax.DEFLATED);
    assertEquals(Reason.TOO_LARGE, refused(file));
  }

  @Test
  void refusesNestingDeeperThanAllowed() {
    DicomBytes outer = DicomBytes.explicit().text(Tag.MODALITY, "CS", "CT");
    DicomBytes nested = DicomBytes.explicit();
    for (int i = 0; i < 20_000; i++) {
      nested.header(SEQUENCE, "SQ", -1).raw(new byte[] {-2, -1, 0, -32, -1, -1, -1, -1});
    }
    assertEquals(Reason.TOO_DEEP, refused(outer.raw(nested.body()).file()));
  }

  @Test
  void refusesAMillionElements() {
    byte[] element = DicomBytes.explicit().text(0x00091010, "LO", "").body();
    byte[] many = new byte[element.length * 1_000_001];
    for (int at = 0; at < many.length; at += element.length) {
      System.arraycopy(element, 0, many, at, element.length);
    }
    byte[] file = DicomBytes.explicit().text(Tag.MODALITY, "CS", "CT").raw(many).file();
    assertEquals(Reason.TOO_LARGE, refused(file));
  }

  @Test
  void refusesLengthsThatLieWithoutBelievingThem() {
    DicomBytes start = DicomBytes.explicit().text(Tag.MODALITY, "CS", "CT");
    assertEquals(Reason.TRUNCATED, refused(start.header(0x00090010, "OB", 0xfffffff0L).file()));
    byte[] inner = DicomBytes.explicit().header(0x00081150, "UI", 60000).body();
    assertEquals(
        Reason.MALFORMED,
        refused(
            DicomBytes.explicit()
                .sequence(SEQUENCE, DicomBytes.explicit().raw(inner))
                .bytes(0x00090010, "OB", new byte[70000])
                .file()));
  }

  @Test
  void refusesAFileCutAnywhereBetweenElementsAndInside() throws IOException {
    byte[] file =
        DicomBytes.explicit()
            .text(Tag.SOP_INSTANCE_UID, "UI", "1.2.3")
            .openSequence(SEQUENCE, "SQ", DicomBytes.explicit().text(0x00081155, "UI", "1.2.4"))
            .image(4, 4, 1, 16, 12, 0, "MONOCHROME2")
            .bytes(Tag.PIXEL_DATA, "OW", new byte[32])
            .file();
    int meta = new String(file, StandardCharsets.ISO_8859_1).indexOf("1.2.840.10008") + 20;
    int whole = 0;
    for (int length = meta; length < file.length; length++) {
      try {
        ParsedObject object = read(Arrays.copyOf(file, length));
        assertTrue(object.pixels().isEmpty(), "cut pixels are never taken for whole ones");
        whole++;
      } catch (InvalidDicomException expected) {
        assertEquals(Reason.TRUNCATED, expected.reason(), "cut at " + length);
      }
    }
    assertTrue(whole < 12, "only between elements a cut cannot be seen: " + whole);
  }

  @Test
  void refusesASyntaxThatIsNoneAndOneThatThePixelsAreNotIn() {
    DicomBytes image =
        DicomBytes.explicit()
            .text(Tag.MODALITY, "CS", "CT")
            .image(4, 4, 1, 8, 8, 0, "MONOCHROME2")
            .bytes(Tag.PIXEL_DATA, "OB", new byte[16]);
    assertEquals(Reason.UNSUPPORTED, refused(image.file("1.2.3.4.5")));
    assertEquals(Reason.MALFORMED, refused(image.file(TransferSyntax.JPEG_2000)));
  }

  @Test
  void refusesImpossibleImages() {
    assertEquals(Reason.MALFORMED, refused(image(0, 4, "1", 16)));
    assertEquals(Reason.TRUNCATED, refused(image(4, 4, "2147483647", 16)));
    assertEquals(Reason.MALFORMED, refused(image(4, 4, "2147483648", 16)));
    assertEquals(Reason.MALFORMED, refused(image(4, 4, "many", 16)));
    assertEquals(Reason.TRUNCATED, refused(image(4, 4, "1", 15)));
    assertEquals(Reason.TOO_LARGE, refused(image(65535, 65535, "1", 16)));
  }

  private static byte[] image(int rows, int columns, String frames, int bytes) {
    return DicomBytes.explicit()
        .text(Tag.MODALITY, "CS", "CT")
        .text(Tag.NUMBER_OF_FRAMES, "IS", frames)
        .image(rows, columns, 1, 8, 8, 0, "MONOCHROME2")
        .bytes(Tag.PIXEL_DATA, "OB", new byte[bytes])
        .file();
  }
}
