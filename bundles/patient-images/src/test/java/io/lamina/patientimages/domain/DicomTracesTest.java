package io.lamina.patientimages.domain;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.blob.ByteSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** H-07: what an image says of where it comes from, wherever a PNG or JPEG keeps texts. */
class DicomTracesTest {
  @ParameterizedTest
  @ValueSource(strings = {"made from DICOM", "DiCoM", "ddicom", "didicom", "x dicom_x"})
  void findsTheWordInEveryTextOfAPng(String text) throws IOException {
    assertFound(true, text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a photograph", "dico m", "DI-COM", "indico"})
  void findsNothingInHarmlessTexts(String text) throws IOException {
    assertFound(false, text);
  }

  private static void assertFound(boolean expected, String text) throws IOException {
    byte[] plain = text.getBytes(UTF_8);
    assertEquals(expected, inPng("tEXt", bytes("Source\0", plain)), "tEXt");
    assertEquals(expected, inPng("zTXt", bytes("Source\0\0", deflated(plain))), "zTXt");
    assertEquals(expected, inPng("iCCP", bytes("profile\0\0", deflated(plain))), "iCCP");
    assertEquals(expected, inPng("iTXt", bytes("Source\0\0\0en\0Quelle\0", plain)), "iTXt");
    assertEquals(
        expected, inPng("iTXt", bytes("Source\0\1\0en\0Quelle\0", deflated(plain))), "iTXt, z");
    assertEquals(expected, inPng("zTXt", bytes(text + "\0\0", deflated(new byte[9]))), "keyword");
    assertEquals(
        expected,
        inPng("iTXt", bytes("S\0\1\0en\0" + text + "\0", deflated(new byte[9]))),
        "local");
    assertEquals(expected, inPng("eXIf", text.getBytes(UTF_16LE)), "UTF-16, little");
    assertEquals(expected, inPng("eXIf", text.getBytes(UTF_16BE)), "UTF-16, big");
    assertEquals(
        expected, inPng("iCCP", bytes("p\0\0", deflated(text.getBytes(UTF_16BE)))), "profile");
    byte[] comment = Images.jpegWithComment(new String(text.getBytes(UTF_16LE), ISO_8859_1));
    assertEquals(expected, DicomTraces.in(ByteSource.of(comment), ImageType.JPEG), "JPEG");
  }

  /** What lies behind a text that cannot be read is read all the same. */
  @Test
  void aDamagedTextHidesNone() throws IOException {
    byte[] damaged = deflated("x".repeat(100).getBytes(UTF_8));
    damaged[5] ^= 0x55;
    byte[] torn = Arrays.copyOf(deflated("y".repeat(100).getBytes(UTF_8)), 8);
    byte[] png = Images.pngWithText("made from DICOM");
    png = Images.withChunk(png, "zTXt", bytes("a\0\0", damaged));
    png = Images.withChunk(png, "zTXt", bytes("b\0\0", torn));
    png = Images.withChunk(png, "iTXt", bytes("c", new byte[0]));
    assertTrue(DicomTraces.in(ByteSource.of(png), ImageType.PNG));
  }

  /** 500 texts of 4 MiB each, in 2 MB: no more is inflated than a bound, and it is not shown. */
  @Test
  @Timeout(60)
  void textsThatInflateWithoutEndAreNotLookedAtToTheEnd() throws IOException {
    byte[] bomb = bytes("a\0\0", deflated(new byte[4 << 20]));
    byte[] png = Images.of("png", 8, 8);
    for (int i = 0; i < 500; i++) {
      png = Images.withChunk(png, "zTXt", bomb);
    }
    assertTrue(DicomTraces.in(ByteSource.of(png), ImageType.PNG));
    byte[] one = Images.withChunk(Images.of("png", 8, 8), "zTXt", bomb);
    assertFalse(DicomTraces.in(ByteSource.of(one), ImageType.PNG));
  }

  private static boolean inPng(String chunk, byte[] data) throws IOException {
    byte[] png = Images.withChunk(Images.of("png", 8, 8), chunk, data);
    return DicomTraces.in(ByteSource.of(png), ImageType.PNG);
  }

  private static byte[] bytes(String start, byte[] end) {
    byte[] first = start.getBytes(UTF_8);
    byte[] all = Arrays.copyOf(first, first.length + end.length);
    System.arraycopy(end, 0, all, first.length, end.length);
    return all;
  }

  private static byte[] deflated(byte[] bytes) {
    ByteArrayOutputStream deflated = new ByteArrayOutputStream();
    try (DeflaterOutputStream zlib = new DeflaterOutputStream(deflated)) {
      zlib.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return deflated.toByteArray();
  }
}
