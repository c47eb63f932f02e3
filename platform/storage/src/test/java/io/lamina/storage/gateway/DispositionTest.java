package io.lamina.storage.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lamina.api.blob.BlobKey;
import io.lamina.api.blob.GetTicket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DispositionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/html",
        "image/svg+xml",
        "application/pdf",
        "application/octet-stream",
        "image/png, text/html",
        "text/html; image/png",
        "image/tiff"
      })
  void onlyRasterImagesOpenInTheBrowser(String contentType) {
    assertEquals("attachment; filename=\"a.png\"", of("a.png", contentType));
    assertEquals("inline; filename=\"a.png\"", of("a.png", "IMAGE/PNG; x=y"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "../../etc/passwd | passwd",
        "C:\\scans\\a.dcm | a.dcm",
        ".. | slice.png",
        "'' | slice.png",
        "a/ | slice.png",
      })
  void namesAreNoPaths(String given, String offered) {
    assertEquals("inline; filename=\"" + offered + "\"", of(given, "image/png"));
  }

  @Test
  void namesCannotEndTheHeaderOrHideTheirEnding() {
    assertEquals(
        "inline; filename=\"a_; filename=_b.exe_.png\";"
            + " filename*=UTF-8''a%22%3B%20filename%3D%22b.exe%22.png",
        of("a\"; filename=\"b.exe\".png", "image/png"));
    assertEquals("inline; filename=\"axb.png\"", of("a\r\nx\0b.png", "image/png"));
    assertEquals("inline; filename=\"agnp.exe\"", of("a\u202egnp.exe", "image/png"));
    assertEquals(
        "inline; filename=\"50_.png\"; filename*=UTF-8''50%25.png", of("50%.png", "image/png"));
  }

  private static String of(String name, String contentType) {
    BlobKey key = new BlobKey("masks/slice.png");
    return Disposition.of(new GetTicket(key, Duration.ofHours(1), name), contentType);
  }
}
