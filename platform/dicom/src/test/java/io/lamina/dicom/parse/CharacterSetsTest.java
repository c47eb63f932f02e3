package io.lamina.dicom.parse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lamina.api.blob.ByteSource;
import io.lamina.dicom.Tag;
import io.lamina.dicom.testing.DicomBytes;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CharacterSetsTest {
  private static ParsedObject read(byte[] file) throws IOException {
    return new P10Reader(Limits.DEFAULT).read(ByteSource.of(file));
  }

  static Stream<Arguments> texts() {
    return Stream.of(
        Arguments.of("ISO_IR 100", "Müller^Jürgen", StandardCharsets.ISO_8859_1),
        Arguments.of("ISO_IR 192", "山田^太郎", StandardCharsets.UTF_8),
        Arguments.of("GB18030", "王^小东", Charset.forName("GB18030")),
        Arguments.of("GBK", "王^小东", Charset.forName("GBK")),
        Arguments.of("ISO_IR 127", "قباني^لنزار", Charset.forName("ISO-8859-6")),
        Arguments.of("ISO_IR 144", "Люкceмбypг", Charset.forName("ISO-8859-5")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("texts")
  void decodesAndEncodesTextsByTheirCharacterSet(String term, String name, Charset charset)
      throws IOException {
    DicomBytes bytes =
        DicomBytes.explicit()
            .text(Tag.SPECIFIC_CHARACTER_SET, "CS", term)
            .text(Tag.PATIENT_NAME, "PN", name, charset);
    ParsedObject object = read(bytes.file());
    assertEquals(name, object.dataSet().string(Tag.PATIENT_NAME).orElseThrow());
    assertArrayEquals(
        name.getBytes(charset), object.parsedDataSet().texts().encode(Vr.PN, List.of(name)));
  }

  @Test
  void readsAndWritesCodeExtensions() throws IOException {
    // PS3.5, H.3.1 and I.2
    byte[] japanese =
        latin("Yamada^Tarou=\u001b$B;3ED\u001b(B^\u001b$BB@O:\u001b(B=\u001b$B$d$^$@\u001b(B^x ");
    assertName("\\ISO 2022 IR 87", japanese, "Yamada^Tarou=山田^太郎=やまだ^x");
    byte[] korean = latin("Hong^Gildong=\u001b$)C\u00fb\u00f3^\u001b$)C\u00d1\u00ce\u00d4\u00d7 ");
    assertName("\\ISO 2022 IR 149", korean, "Hong^Gildong=洪^吉洞");
  }

  private void assertName(String terms, byte[] stored, String name) throws IOException {
    ParsedObject object =
        read(
            DicomBytes.explicit()
                .text(Tag.SPECIFIC_CHARACTER_SET, "CS", terms)
                .bytes(Tag.PATIENT_NAME, "PN", stored)
                .file());
    assertEquals(name, object.dataSet().string(Tag.PATIENT_NAME).orElseThrow());
    byte[] written = object.parsedDataSet().texts().encode(Vr.PN, List.of(name));
    assertEquals(
        new String(stored, StandardCharsets.ISO_8859_1).stripTrailing(),
        new String(written, StandardCharsets.ISO_8859_1));
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
