package io.lamina.dicom.parse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.blob.ByteSource;
import io.lamina.dicom.DataSet;
import io.lamina.dicom.InvalidDicomException;
import io.lamina.dicom.InvalidDicomException.Reason;
import io.lamina.dicom.Tag;
import io.lamina.dicom.testing.DicomBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class P10ReaderTest {
  private static final int SEQUENCE = 0x00081140;
  private static final int PRIVATE_SEQUENCE = 0x00091001;

  private final P10Reader reader = new P10Reader(Limits.DEFAULT);

  private ParsedObject read(byte[] file) throws IOException {
    return reader.read(ByteSource.of(file));
  }

  static Stream<DicomBytes> encodings() {
    return Stream.of(DicomBytes.explicit(), DicomBytes.implicit(), DicomBytes.big());
  }

  @ParameterizedTest
  @MethodSource("encodings")
  void readsEveryEncodingWithAndWithoutFileMeta(DicomBytes bytes) throws IOException {
    bytes
        .text(Tag.SOP_INSTANCE_UID, "UI", "1.2.3")
        .text(Tag.MODALITY, "CS", "CT")
        .sequence(SEQUENCE, bytes.item().text(0x00081155, "UI", "1.2.4"))
        .text(Tag.PATIENT_NAME, "PN", "Doe^Jane")
        .text(Tag.INSTANCE_NUMBER, "IS", "7 ")
        .us(Tag.ROWS, 515);
    for (byte[] file : List.of(bytes.file(), bytes.body())) {
      ParsedObject object = read(file);
      assertEquals("1.2.3", object.sopInstanceUid());
      assertEquals("CT", object.dataSet().string(Tag.MODALITY).orElseThrow());
      assertEquals(7, object.dataSet().integer(Tag.INSTANCE_NUMBER).orElseThrow());
      assertEquals(515, object.dataSet().integer(Tag.ROWS).orElseThrow());
      List<DataSet> items = object.dataSet().items(SEQUENCE);
      assertEquals("1.2.4", items.get(0).string(0x00081155).orElseThrow());
      assertTrue(object.pixels().isEmpty());
      assertEquals(0, object.frameIndex().frames());
    }
    assertEquals(
        read(bytes.file()).transferSyntaxUid(),
        read(bytes.body()).transferSyntaxUid(),
        "the syntax is guessed right");
  }

  @Test
  void believesTheDataSetWhereTheFileMetaNamesAnotherEncoding() throws IOException {
    byte[] file =
        DicomBytes.implicit()
            .text(Tag.SOP_CLASS_UID, "UI", "1.2")
            .text(Tag.MODALITY, "CS", "MR")
            .file(TransferSyntax.EXPLICIT_LITTLE);
    ParsedObject object = read(file);
    assertEquals("MR", object.dataSet().string(Tag.MODALITY).orElseThrow());
    assertEquals(TransferSyntax.IMPLICIT_LITTLE, object.transferSyntaxUid());
  }

  @Test
  void refusesWhatIsNoDicomAndSaysSo() {
    byte[] png = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13, 'I', 'H', 'D', 'R'};
    byte[] pdf = "%PDF-1.7 and so on and so on".getBytes(StandardCharsets.US_ASCII);
    for (byte[] file : List.of(png, pdf, new byte[0], new byte[4096], new byte[] {8, 0, 5})) {
      InvalidDicomException refused = assertThrows(InvalidDicomException.class, () -> read(file));
      assertEquals(Reason.NOT_DICOM, refused.reason());
      assertTrue(refused.getMessage().contains("not a DICOM file"), refused.getMessage());
    }
  }

  @Test
  void findsTheDataSetWhereAPreambleIsMissingAndTheLettersStandInAText() throws IOException {
    byte[] file =
        DicomBytes.explicit()
            .text(Tag.SOP_INSTANCE_UID, "UI", "1.2.34")
            .text(0x00081030, "LO", "x".repeat(106) + "DICM and more")
            .body();
    assertEquals('D', file[128]);
    assertEquals("1.2.34", read(file).sopInstanceUid());
  }

  @Test
  void readsADeflatedDataSet() throws IOException {
    DicomBytes bytes =
        DicomBytes.explicit()
            .text(Tag.SOP_INSTANCE_UID, "UI", "1.2.3")
            .image(4, 4, 1, 8, 8, 0, "MONOCHROME2")
            .bytes(Tag.PIXEL_DATA, "OB", new byte[16]);
    ParsedObject object = read(bytes.file(TransferSyntax.DEFLATED));
    assertEquals("1.2.3", object.sopInstanceUid());
    assertTrue(object.frameIndex().isInflated());
  }

  @Test
  void readsNestingUpToTheLimit() throws IOException {
    DicomBytes item = DicomBytes.explicit().text(Tag.MODALITY, "CS", "CT");
    for (int i = 0; i < 128; i++) {
      item = DicomBytes.explicit().sequence(SEQUENCE, item);
    }
    DataSet inner = read(item.file()).dataSet();
    for (int i = 0; i < 128; i++) {
      inner = inner.items(SEQUENCE).get(0);
    }
    assertEquals("CT", inner.string(Tag.MODALITY).orElseThrow());
  }

  @Test
  void leavesBulkDataInTheSource() throws IOException {
    byte[] value = new byte[70_000];
    value[69_999] = 5;
    ParsedObject object =
        read(
            DicomBytes.explicit()
                .text(Tag.MODALITY, "CS", "CT")
                .bytes(0x00420011, "OB", value)
                .file());
    assertTrue(object.dataSet().contains(0x00420011));
    assertTrue(object.dataSet().bytes(0x00420011).isEmpty());
    object
        .dataSet()
        .visit(
            element -> {
              if (element.tag() == 0x00420011) {
                assertTrue(element.isBulk());
                assertEquals(70_000, element.bulkLength());
                byte[] read = new byte[1];
                try {
                  object.source().readFully(read, element.bulkPosition() + 69_999);
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
                assertEquals(5, read[0]);
              }
            });
  }

  @Test
  void entersUnknownAndPrivateSequences() throws IOException {
    DicomBytes implicitItem = DicomBytes.implicit().text(0x00081155, "UI", "1.2.9");
    byte[] hidden = DicomBytes.implicit().sequence(SEQUENCE, implicitItem).body();
    byte[] items = Arrays.copyOfRange(hidden, 8, hidden.length);
    ParsedObject object =
        read(
            DicomBytes.explicit()
                .text(Tag.MODALITY, "CS", "CT")
                .text(0x00090010, "LO", "ACME")
                .bytes(PRIVATE_SEQUENCE, "UN", items)
                .header(0x00091002, "UN", -1)
                .raw(items)
                .raw(new byte[] {-2, -1, -35, -32, 0, 0, 0, 0})
                .bytes(0x00091003, "UN", new byte[] {-2, -1, 0, -32, 9, 9, 9, 9})
                .file());
    DataSet set = object.dataSet();
    for (int tag : new int[] {PRIVATE_SEQUENCE, 0x00091002}) {
      assertEquals("SQ", set.vr(tag).orElseThrow());
      assertEquals("1.2.9", set.items(tag).get(0).string(0x00081155).orElseThrow());
    }
    assertEquals(8, set.bytes(0x00091003).orElseThrow().length, "no items, so a value");
    set.visit(
        element -> {
          if (element.tag() == PRIVATE_SEQUENCE) {
            assertEquals("ACME", element.privateCreator());
            assertTrue(element.isPrivate());
          }
        });
  }

  @Test
  void toleratesOddLengthsEmptyItemsAndLettersOfNoVr() throws IOException {
    ParsedObject object =
        read(
            DicomBytes.explicit()
                .text(Tag.MODALITY, "CS", "CT")
                .bytes(Tag.STUDY_DESCRIPTION, "LO", "odd".getBytes(StandardCharsets.US_ASCII))
                .sequence(SEQUENCE, DicomBytes.explicit())
                .header(0x00091001, "ZZ", 2)
                .raw(new byte[] {1, 2})
                .text(Tag.PATIENT_ID, "LO", "P1")
                .file());
    assertEquals("odd", object.dataSet().string(Tag.STUDY_DESCRIPTION).orElseThrow());
    assertEquals(1, object.dataSet().items(SEQUENCE).size());
    assertEquals("P1", object.dataSet().string(Tag.PATIENT_ID).orElseThrow());
  }

  @Test
  void givesNumbersOnlyForNumbers() throws IOException {
    DataSet set =
        read(DicomBytes.explicit()
                .text(Tag.INSTANCE_NUMBER, "IS", "1A")
                .text(Tag.ROWS + 0x20, "DS", "0.5\\-2e1\\NaN")
                .us(0x00280106, 7, 65535)
                .file())
            .dataSet();
    assertTrue(set.integer(Tag.INSTANCE_NUMBER).isEmpty());
    assertEquals("1A", set.string(Tag.INSTANCE_NUMBER).orElseThrow());
    assertArrayEquals(new double[] {0.5, -20, Double.NaN}, set.decimals(Tag.ROWS + 0x20));
    assertEquals(List.of("7", "65535"), set.strings(0x00280106));
    assertFalse(set.contains(Tag.PATIENT_ID));
    assertTrue(set.decimal(Tag.PATIENT_ID).isEmpty());
  }
}
