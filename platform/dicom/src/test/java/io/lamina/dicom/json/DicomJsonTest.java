package io.lamina.dicom.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lamina.dicom.BulkDataUris;
import io.lamina.dicom.Tag;
import io.lamina.dicom.parse.Encoding;
import io.lamina.dicom.parse.Limits;
import io.lamina.dicom.parse.P10Reader;
import io.lamina.dicom.testing.DicomBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DicomJsonTest {
  private static String text(DicomBytes bytes, BulkDataUris uris) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DicomJson.write(new P10Reader(Limits.DEFAULT).read(bytes.source()).parsedDataSet(), uris, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static JsonNode json(DicomBytes bytes) throws IOException {
    return new ObjectMapper().readTree(text(bytes, BulkDataUris.NONE));
  }

  private static DicomBytes start() {
    return DicomBytes.explicit().text(Tag.MODALITY, "CS", "CT");
  }

  private static void assertValue(String expected, DicomBytes bytes, String tag)
      throws IOException {
    assertEquals(new ObjectMapper().readTree(expected), json(bytes).get(tag).get("Value"));
  }

  @Test
  void namesAreThreeGroupsInUnicode() throws IOException {
    DicomBytes bytes =
        start()
            .item()
            .text(Tag.SPECIFIC_CHARACTER_SET, "CS", "ISO_IR 192")
            .text(
                Tag.PATIENT_NAME,
                "PN",
                "Yamada^Tarou=山田^太郎=やまだ\\\\Adams^John\\=𠮷",
                StandardCharsets.UTF_8);
    assertValue(
        "[{\"Alphabetic\":\"Yamada^Tarou\",\"Ideographic\":\"山田^太郎\",\"Phonetic\":\"やまだ\"},"
            + "null,{\"Alphabetic\":\"Adams^John\"},{\"Ideographic\":\"𠮷\"}]",
        bytes,
        "00100010");
  }

  @Test
  void theCharacterSetIsUtf8WhateverItWas() throws IOException {
    DicomBytes bytes =
        DicomBytes.explicit()
            .text(Tag.SPECIFIC_CHARACTER_SET, "CS", "ISO_IR 100")
            .text(Tag.STUDY_DESCRIPTION, "LO", "Schädel");
    assertValue("[\"ISO_IR 192\"]", bytes, "00080005");
    assertValue("[\"Schädel\"]", bytes, "00081030");
  }

  @Test
  void numbersAreNumbersAndWhatIsNoneStaysText() throws IOException {
    DicomBytes bytes =
        start()
            .text(0x00180050, "DS", "+1.50\\.5\\2e3\\007\\abc\\\\-0.0")
            .text(0x00200013, "IS", "12\\1A")
            .bytes(0x00189073, "FD", doubles(1.5, Double.NaN, Double.NEGATIVE_INFINITY))
            .us(0x00280010, 65535);
    assertEquals(
        "[1.50,0.5,2e3,7,\"abc\",null,-0.0]", value(text(bytes, BulkDataUris.NONE), "00180050"));
    assertValue("[12,\"1A\"]", bytes, "00200013");
    assertValue("[1.5,\"NaN\",\"-inf\"]", bytes, "00189073");
    assertValue("[65535]", bytes, "00280010");
  }

  private static String value(String json, String tag) {
    int from = json.indexOf("[", json.indexOf(tag));
    return json.substring(from, json.indexOf("]", from) + 1);
  }

  @Test
  void largeWholeNumbersKeepTheirDigitsAsText() throws IOException {
    byte[] values =
        ByteBuffer.allocate(16)
            .order(Encoding.EXPLICIT_LITTLE.order())
            .putLong(-1)
            .putLong(9_007_199_254_740_991L)
            .array();
    assertValue(
        "[\"18446744073709551615\",9007199254740991]",
        start().bytes(0x00720083, "UV", values),
        "00720083");
    assertValue("[-1,9007199254740991]", start().bytes(0x00720082, "SV", values), "00720082");
  }

  @Test
  void tagsAreEightDigits() throws IOException {
    assertValue(
        "[\"00100010\"]", start().bytes(0x00720026, "AT", new byte[] {16, 0, 16, 0}), "00720026");
  }

  @Test
  void binaryIsInlineInLittleEndian() throws IOException {
    byte[] word = {1, 2, 3, 4};
    assertEquals(
        "AQIDBA==",
        json(start().bytes(0x00281201, "OW", word)).get("00281201").get("InlineBinary").asText());
    DicomBytes big = DicomBytes.big().text(Tag.MODALITY, "CS", "CT").bytes(0x00281201, "OW", word);
    assertEquals("AgEEAw==", json(big).get("00281201").get("InlineBinary").asText());
  }

  @Test
  void bulkIsLeftOutOrReferenced() throws IOException {
    DicomBytes bytes =
        start().image(2, 2, 1, 8, 8, 0, "MONOCHROME2").bytes(Tag.PIXEL_DATA, "OB", new byte[4]);
    assertFalse(json(bytes).has("7FE00010"));
    String referenced = text(bytes, element -> Optional.of("bulk/" + element.bulkLength()));
    assertEquals(
        "bulk/4",
        new ObjectMapper().readTree(referenced).get("7FE00010").get("BulkDataURI").asText());
  }

  @Test
  void emptyElementsHaveNoValueAndEmptyItemsAreEmptyObjects() throws IOException {
    DicomBytes bytes =
        DicomBytes.explicit()
            .text(Tag.MODALITY, "SH", "")
            .sequence(0x00081140, DicomBytes.explicit(), start())
            .sequence(0x00081199);
    assertEquals("{\"vr\":\"SH\"}", json(bytes).get("00080060").toString());
    assertEquals(
        "[{},{\"00080060\":{\"vr\":\"CS\",\"Value\":[\"CT\"]}}]",
        json(bytes).get("00081140").get("Value").toString());
    assertEquals("{\"vr\":\"SQ\"}", json(bytes).get("00081199").toString());
  }

  @Test
  void keysAscendWithoutGroupLengthsAndControlsAreEscaped() throws IOException {
    DicomBytes bytes =
        DicomBytes.explicit()
            .bytes(0x00080000, "UL", new byte[4])
            .text(Tag.MODALITY, "CS", "CT")
            .text(0x00104000, "LT", "a\\b\"\r\nc\u0001 ")
            .text(0x00100020, "LO", "P")
            .text(0x00090010, "LO", "ACME");
    List<String> keys = new ArrayList<>();
    json(bytes).fieldNames().forEachRemaining(keys::add);
    assertEquals(List.of("00080060", "00090010", "00100020", "00104000"), keys);
    assertEquals("a\\b\"\r\nc\u0001", json(bytes).get("00104000").get("Value").get(0).asText());
    assertTrue(text(bytes, BulkDataUris.NONE).contains("\\u0001"));
  }

  private static byte[] doubles(double... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(8 * values.length).order(Encoding.EXPLICIT_LITTLE.order());
    for (double value : values) {
      bytes.putDouble(value);
    }
    return bytes.array();
  }
}
