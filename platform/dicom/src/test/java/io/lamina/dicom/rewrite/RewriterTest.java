package io.lamina.dicom.rewrite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.blob.ByteSource;
import io.lamina.dicom.Addition;
import io.lamina.dicom.DataSet;
import io.lamina.dicom.Element;
import io.lamina.dicom.ElementEdit;
import io.lamina.dicom.ElementEditor;
import io.lamina.dicom.InvalidDicomException;
import io.lamina.dicom.Tag;
import io.lamina.dicom.parse.Limits;
import io.lamina.dicom.parse.P10Reader;
import io.lamina.dicom.parse.ParsedObject;
import io.lamina.dicom.parse.TransferSyntax;
import io.lamina.dicom.testing.DicomBytes;
import io.lamina.dicom.testing.ZerosAfter;
import io.lamina.testkit.SharedData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RewriterTest {
  private static final int SEQUENCE = 0x00081140;
  private static final int REFERENCED = 0x00081155;
  private static final ElementEditor KEEP = element -> ElementEdit.KEEP;

  private static ParsedObject read(byte[] file) throws IOException {
    return new P10Reader(Limits.DEFAULT).read(ByteSource.of(file));
  }

  private static byte[] rewrite(byte[] file, ElementEditor editor) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Rewriter.rewrite(read(file), editor, out);
    return out.toByteArray();
  }

  private static ElementEditor edit(int tag, ElementEdit edit) {
    return element -> element.tag() == tag ? edit : ElementEdit.KEEP;
  }

  static Stream<Path> sharedFiles() throws IOException {
    try (Stream<Path> files = Files.list(SharedData.require("dicom"))) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("sharedFiles")
  void keepingEverythingGivesTheSharedFileByteForByte(Path path) throws IOException {
    byte[] file = Files.readAllBytes(path);
    ParsedObject object;
    try {
      object = read(file);
    } catch (InvalidDicomException damaged) {
      return;
    }
    byte[] copy = rewrite(file, KEEP);
    int end = object.isDeflated() ? file.length : (int) object.parsedDataSet().contentEnd();
    assertArrayEquals(Arrays.copyOf(file, end), copy);
  }

  static Stream<DicomBytes> encodings() {
    return Stream.of(DicomBytes.explicit(), DicomBytes.implicit(), DicomBytes.big());
  }

  private static DicomBytes filled(DicomBytes bytes) {
    DicomBytes item = bytes.item().text(REFERENCED, "UI", "1.2.4").text(0x0020000E, "UI", "9");
    return bytes
        .text(Tag.SOP_INSTANCE_UID, "UI", "1.2.3")
        .text(Tag.MODALITY, "CS", "CT")
        .sequence(SEQUENCE, item, bytes.item())
        .openSequence(0x00081199, "SQ", bytes.item().sequence(SEQUENCE, item))
        .text(Tag.PATIENT_NAME, "PN", "Doe^Jane")
        .image(2, 2, 1, 16, 16, 0, "MONOCHROME2")
        .bytes(Tag.PIXEL_DATA, "OW", new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
  }

  @ParameterizedTest
  @MethodSource("encodings")
  void editsAtEveryDepthAndWritesLengthsAnew(DicomBytes bytes) throws IOException {
    byte[] file = filled(bytes).file();
    byte[] changed = rewrite(file, edit(REFERENCED, ElementEdit.text("UI", "2.25.123456789")));
    ParsedObject object = read(changed);
    DataSet set = object.dataSet();
    assertEquals("2.25.123456789", set.items(SEQUENCE).get(0).string(REFERENCED).orElseThrow());
    DataSet deep = set.items(0x00081199).get(0).items(SEQUENCE).get(0);
    assertEquals("2.25.123456789", deep.string(REFERENCED).orElseThrow());
    assertEquals("9", deep.string(0x0020000E).orElseThrow());
    assertEquals(2, set.items(SEQUENCE).size());
    assertEquals("Doe^Jane", set.string(Tag.PATIENT_NAME).orElseThrow());
    byte[] pixels = object.frameIndex().open(object.source(), 1).readAllBytes();
    assertArrayEquals(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, pixels);
    assertArrayEquals(file, rewrite(changed, edit(REFERENCED, ElementEdit.text("UI", "1.2.4"))));
  }

  @ParameterizedTest
  @MethodSource("encodings")
  void removesElementsAndSequences(DicomBytes bytes) throws IOException {
    byte[] file = filled(bytes).file();
    byte[] changed =
        rewrite(
            file,
            element ->
                element.tag() == SEQUENCE || element.tag() == Tag.PIXEL_DATA
                    ? ElementEdit.REMOVE
                    : ElementEdit.KEEP);
    DataSet set = read(changed).dataSet();
    assertFalse(set.contains(SEQUENCE));
    assertFalse(set.contains(Tag.PIXEL_DATA));
    assertFalse(set.items(0x00081199).get(0).contains(SEQUENCE));
    assertEquals("Doe^Jane", set.string(Tag.PATIENT_NAME).orElseThrow());
  }

  @ParameterizedTest
  @MethodSource("encodings")
  void putsElementsInTheirPlace(DicomBytes bytes) throws IOException {
    byte[] file = filled(bytes).file();
    ParsedObject original = read(file);
    ElementEditor editor =
        new ElementEditor() {
          @Override
          public ElementEdit edit(Element element) {
            return ElementEdit.KEEP;
          }

          @Override
          public List<Addition> additions(DataSet dataSet) {
            if (!dataSet.contains(Tag.MODALITY)) {
              return List.of();
            }
            return List.of(
                Addition.text(0x00120062, "CS", "YES"),
                Addition.text(Tag.PATIENT_NAME, "PN", "Anonymous"),
                new Addition.Sequence(
                    0x00120064, List.of(List.of(Addition.text(0x00080100, "SH", "113100")))),
                new Addition.Bytes(0x00090010, "LO", "ODD".getBytes(StandardCharsets.US_ASCII)));
          }
        };
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Rewriter.rewrite(original, editor, out);
    DataSet set = read(out.toByteArray()).dataSet();
    assertEquals("YES", set.string(0x00120062).orElseThrow());
    assertEquals("Anonymous", set.string(Tag.PATIENT_NAME).orElseThrow());
    assertEquals("113100", set.items(0x00120064).get(0).string(0x00080100).orElseThrow());
    assertEquals("ODD", set.string(0x00090010).orElseThrow());
    int[] last = {0};
    set.visit(
        element -> {
          if (element.dataSet() == set) {
            assertTrue(Integer.compareUnsigned(last[0], element.tag()) < 0);
            last[0] = element.tag();
          }
        });
  }

  @Test
  void groupLengthsFollowTheirGroup() throws IOException {
    byte[] length = {14, 0, 0, 0};
    DicomBytes bytes =
        DicomBytes.explicit()
            .bytes(0x00080000, "UL", length)
            .text(Tag.SOP_INSTANCE_UID, "UI", "1.2.34");
    byte[] file = bytes.file();
    assertEquals(14, read(file).dataSet().integer(0x00080000).orElseThrow());
    byte[] changed = rewrite(file, edit(Tag.SOP_INSTANCE_UID, ElementEdit.text("UI", "1.2.3456")));
    assertEquals(16, read(changed).dataSet().integer(0x00080000).orElseThrow());
  }

  @Test
  void fileMetaIsEditedButForItsSyntaxAndItsLengthIsRight() throws IOException {
    byte[] file = DicomBytes.explicit().text(Tag.MODALITY, "CS", "CT").file();
    byte[] changed =
        rewrite(
            file,
            new ElementEditor() {
              @Override
              public ElementEdit edit(Element element) {
                return element.tag() >>> 16 == 2 ? ElementEdit.REMOVE : ElementEdit.KEEP;
              }

              @Override
              public List<Addition> additions(DataSet dataSet) {
                return dataSet.contains(Tag.TRANSFER_SYNTAX_UID)
                    ? List.of(Addition.text(0x00020003, "UI", "1.2.3"))
                    : List.of();
              }
            });
    DataSet meta = read(changed).fileMeta();
    assertEquals("1.2.3", meta.string(0x00020003).orElseThrow());
    assertEquals(
        TransferSyntax.EXPLICIT_LITTLE, meta.string(Tag.TRANSFER_SYNTAX_UID).orElseThrow());
    assertEquals(28 + 14, meta.integer(0x00020000).orElseThrow());
  }

  @Test
  void aDeflatedFileStaysDeflated() throws IOException {
    byte[] file = filled(DicomBytes.explicit()).file(TransferSyntax.DEFLATED);
    assertArrayEquals(file, rewrite(file, KEEP));
    byte[] changed = rewrite(file, edit(Tag.PATIENT_NAME, ElementEdit.text("PN", "X")));
    ParsedObject object = read(changed);
    assertTrue(object.isDeflated());
    assertEquals("X", object.dataSet().string(Tag.PATIENT_NAME).orElseThrow());
    assertEquals(0, (changed.length - object.parsedFileMeta().end()) % 2);
  }

  @Test
  void thePreambleCanBeZeroed() throws IOException {
    byte[] file = DicomBytes.explicit().text(Tag.MODALITY, "CS", "CT").file();
    file[5] = 7;
    assertEquals(7, rewrite(file, KEEP)[5]);
    byte[] changed =
        rewrite(
            file,
            new ElementEditor() {
              @Override
              public ElementEdit edit(Element element) {
                return ElementEdit.KEEP;
              }

              @Override
              public boolean keepsPreamble() {
                return false;
              }
            });
    assertEquals(0, changed[5]);
    assertEquals(file.length, changed.length);
  }

  @Test
  void textsAreWrittenInTheCharacterSetOfTheirDataSet() throws IOException {
    byte[] file =
        DicomBytes.explicit()
            .text(Tag.SPECIFIC_CHARACTER_SET, "CS", "ISO_IR 100")
            .text(Tag.PATIENT_NAME, "PN", "Doe")
            .file();
    byte[] changed = rewrite(file, edit(Tag.PATIENT_NAME, ElementEdit.text("PN", "Süß")));
    assertEquals("Süß", read(changed).dataSet().string(Tag.PATIENT_NAME).orElseThrow());
  }

  @Test
  void bulkDataFlowsThroughWithoutBeingHeld() throws IOException {
    int frames = 4000;
    long pixels = 512L * 512 * frames;
    byte[] head =
        DicomBytes.explicit()
            .text(Tag.PATIENT_NAME, "PN", "Doe")
            .text(Tag.NUMBER_OF_FRAMES, "IS", Integer.toString(frames))
            .image(512, 512, 1, 8, 8, 0, "MONOCHROME2")
            .header(Tag.PIXEL_DATA, "OB", pixels)
            .file();
    ByteSource large = new ZerosAfter(head, head.length + pixels);
    long[] written = {0};
    OutputStream counter =
        new OutputStream() {
          @Override
          public void write(int b) {
            written[0]++;
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            written[0] += length;
          }
        };
    ParsedObject object = new P10Reader(Limits.DEFAULT).read(large);
    Rewriter.rewrite(object, edit(Tag.PATIENT_NAME, ElementEdit.text("PN", "Anon")), counter);
    assertEquals(head.length + pixels, written[0]);
  }
}
