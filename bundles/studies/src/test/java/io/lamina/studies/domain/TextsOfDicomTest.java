package io.lamina.studies.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.blob.ByteSource;
import io.lamina.api.error.LaminaException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextsOfDicomTest {
  @ParameterizedTest
  @CsvSource({
    "Doe^John,John Doe",
    "Doe^John^Q^Dr^Jr,Dr John Q Doe Jr",
    "Doe,Doe",
    "Hong^Gildong=洪^吉洞=홍^길동,Gildong Hong",
    "=洪^吉洞,吉洞 洪",
    "^^^,''",
    "'',''"
  })
  void speaksNames(String dicom, String spoken) {
    assertEquals(spoken, PersonName.spoken(dicom));
  }

  @Test
  void readsDateRanges() {
    LocalDate january = LocalDate.of(2024, 1, 1);
    LocalDate december = LocalDate.of(2024, 12, 31);
    assertEquals(new DateRange(january, december), DateRange.parse("20240101-20241231"));
    assertEquals(new DateRange(january, null), DateRange.parse("20240101-"));
    assertEquals(new DateRange(null, december), DateRange.parse("-20241231"));
    assertEquals(new DateRange(january, january), DateRange.parse("20240101"));
    assertEquals(new DateRange(january, january), DateRange.parse("2024-01-01"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-", "2024", "20241301", "20240230", "today", "20240102-20240101", "1-2-3"})
  void refusesWhatIsNoDateRange(String text) {
    assertThrows(LaminaException.class, () -> DateRange.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "scan.dcm,scan.dcm",
    "../../etc/passwd,passwd",
    "C:\\images\\scan.dcm,scan.dcm",
    "/,file-7",
    "..,file-7",
    "'',file-7",
    "'a\u0000\n\u202Eb.dcm',ab.dcm",
    "e\u0301.dcm,\u00e9.dcm"
  })
  void cleansFileNames(String sent, String shown) {
    assertEquals(shown, ClientFileName.clean(Optional.of(sent), 7));
  }

  @Test
  void cutsFileNamesAtBytesAndNotWithinACharacter() {
    String cut = ClientFileName.clean(Optional.of("가".repeat(200)), 1);
    assertEquals(255, cut.getBytes(StandardCharsets.UTF_8).length);
    assertEquals("file-1", ClientFileName.clean(Optional.empty(), 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "1.", "1..2", "1.a", " 1.2", "1.2\u0000"})
  void knowsWhatIsNoUid(String text) {
    assertFalse(Uids.valid(text));
    assertFalse(Uids.valid("1." + "2".repeat(63)));
    assertTrue(Uids.valid("1." + "2".repeat(62)));
  }

  @Test
  void knowsADataSetInAnotherWrapping() throws IOException {
    byte[] data = {8, 0, 5, 0, 'C', 'S', 0, 0};
    assertTrue(same(part10(20, data), part10(44, data)));
    assertFalse(same(part10(20, data), part10(20, new byte[8])));
    assertFalse(same(part10(20, data), part10(20, new byte[9])));
    assertFalse(same(part10(20, data), data));
  }

  private static boolean same(byte[] one, byte[] other) throws IOException {
    return SameDataSet.in(ByteSource.of(one), ByteSource.of(other));
  }

  /** A preamble, a meta group of so many bytes after its length, and a data set. */
  private static byte[] part10(int metaLength, byte[] dataSet) {
    ByteBuffer head = ByteBuffer.allocate(144).order(ByteOrder.LITTLE_ENDIAN);
    head.put(128, "DICM".getBytes(StandardCharsets.US_ASCII));
    head.putInt(132, 2).putShort(136, (short) 0x4c55).putShort(138, (short) 4);
    head.putInt(140, metaLength);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(head.array());
    file.writeBytes(new byte[metaLength]);
    file.writeBytes(dataSet);
    return file.toByteArray();
  }
}
