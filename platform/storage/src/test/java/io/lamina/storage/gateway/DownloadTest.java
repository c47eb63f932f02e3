package io.lamina.storage.gateway;

import static io.lamina.storage.gateway.Gateway.KEY;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.storage.disk.Disk;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadTest {
  private static final byte[] CONTENT = "0123456789".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path root;
  private Gateway gateway;
  private String etag;

  @BeforeEach
  void start() throws Exception {
    gateway = new Gateway(root);
    gateway.store.commit(Map.of(KEY, Disk.staged(gateway.store, CONTENT)));
    etag = "\"" + gateway.store.find(KEY).orElseThrow().etag() + "\"";
  }

  @AfterEach
  void stop() throws Exception {
    gateway.close();
  }

  @Test
  void sendsTheObjectWithItsHeaders() throws Exception {
    HttpResponse<byte[]> answer = gateway.get(gateway.getLink());
    assertEquals(200, answer.statusCode());
    assertArrayEquals(CONTENT, answer.body());
    assertHeader(answer, "Content-Type", "image/png");
    assertHeader(answer, "Content-Length", "10");
    assertHeader(answer, "ETag", etag);
    assertHeader(answer, "Accept-Ranges", "bytes");
    assertHeader(answer, "X-Content-Type-Options", "nosniff");
    assertHeader(answer, "Content-Security-Policy", "sandbox; default-src 'none'");
    assertHeader(answer, "Cache-Control", "private, no-cache");
    assertHeader(answer, "Content-Disposition", "inline; filename=\"slice_001.png\"");
    assertHeader(answer, "Access-Control-Allow-Origin", "*");
    assertTrue(
        answer
            .headers()
            .firstValue("Access-Control-Expose-Headers")
            .orElseThrow()
            .contains("ETag"));
  }

  @Test
  void sendsNothingOfWhatWasPutAndNotCompleted() throws Exception {
    gateway.store.delete(KEY);
    assertEquals(
        200, gateway.put(gateway.putLink(), CONTENT, "Content-Type", "image/png").statusCode());
    assertEquals(404, gateway.get(gateway.getLink()).statusCode());
    assertEquals(
        404, gateway.send("HEAD", gateway.getLink(), BodyPublishers.noBody()).statusCode());
    gateway.store.makeDurable(List.of(KEY));
    assertArrayEquals(CONTENT, gateway.get(gateway.getLink()).body());
  }

  @Test
  void headSendsTheHeadersOnly() throws Exception {
    HttpResponse<byte[]> answer =
        gateway.send("HEAD", gateway.getLink(), BodyPublishers.noBody(), "Range", "bytes=0-1");
    assertEquals(200, answer.statusCode());
    assertEquals(0, answer.body().length);
    assertHeader(answer, "Content-Length", "10");
    assertHeader(answer, "ETag", etag);
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 1",
    "bytes=0-, 0, 10",
    "bytes=3-5, 3, 6",
    "BYTES = 3 - 5, 3, 6",
    "bytes=9-, 9, 10",
    "bytes=5-99, 5, 10",
    "bytes=5-99999999999999999999999, 5, 10",
    "bytes=-1, 9, 10",
    "bytes=-10, 0, 10",
    "bytes=-99, 0, 10",
  })
  void sendsARange(String range, int from, int to) throws Exception {
    HttpResponse<byte[]> answer = gateway.get(gateway.getLink(), "Range", range);
    assertEquals(206, answer.statusCode());
    assertArrayEquals(Arrays.copyOfRange(CONTENT, from, to), answer.body());
    assertHeader(answer, "Content-Range", "bytes " + from + "-" + (to - 1) + "/10");
    assertHeader(answer, "Content-Length", Integer.toString(to - from));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=0-1,4-5",
        "bytes=5-3",
        "bytes=",
        "bytes=-",
        "bytes=a-b",
        "items=0-1",
        "bytes",
        "0-1"
      })
  void sendsEverythingWhereARangeMayOrMustBeIgnored(String range) throws Exception {
    HttpResponse<byte[]> answer = gateway.get(gateway.getLink(), "Range", range);
    assertEquals(200, answer.statusCode());
    assertArrayEquals(CONTENT, answer.body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=10-", "bytes=10-20", "bytes=-0", "bytes=99999999999999999999-"})
  void refusesARangeOutsideTheObject(String range) throws Exception {
    HttpResponse<byte[]> answer = gateway.get(gateway.getLink(), "Range", range);
    assertEquals(416, answer.statusCode());
    assertHeader(answer, "Content-Range", "bytes */10");
  }

  @Test
  void answersWhatTheClientHasWith304() throws Exception {
    for (String tags : new String[] {etag, "W/" + etag, "*", "\"other\", " + etag}) {
      HttpResponse<byte[]> answer = gateway.get(gateway.getLink(), "If-None-Match", tags);
      assertEquals(304, answer.statusCode(), tags);
      assertEquals(0, answer.body().length);
      assertHeader(answer, "ETag", etag);
    }
    assertEquals(200, gateway.get(gateway.getLink(), "If-None-Match", "\"x\"").statusCode());
    assertEquals(304, gateway.get(gateway.getLink(), "If-Modified-Since", date(0)).statusCode());
    assertEquals(200, gateway.get(gateway.getLink(), "If-Modified-Since", date(-1)).statusCode());
    assertEquals(200, gateway.get(gateway.getLink(), "If-Modified-Since", "soon").statusCode());
    assertEquals(
        200,
        gateway
            .get(gateway.getLink(), "If-None-Match", "\"x\"", "If-Modified-Since", date(0))
            .statusCode());
  }

  @Test
  void answersUnmetConditionsWith412() throws Exception {
    assertEquals(412, gateway.get(gateway.getLink(), "If-Match", "\"x\"").statusCode());
    assertEquals(412, gateway.get(gateway.getLink(), "If-Match", "W/" + etag).statusCode());
    assertEquals(200, gateway.get(gateway.getLink(), "If-Match", etag).statusCode());
    assertEquals(412, gateway.get(gateway.getLink(), "If-Unmodified-Since", date(-1)).statusCode());
    assertEquals(200, gateway.get(gateway.getLink(), "If-Unmodified-Since", date(0)).statusCode());
  }

  @Test
  void ifRangeDecidesBetweenPartAndWhole() throws Exception {
    assertEquals(206, ifRange(etag));
    assertEquals(206, ifRange(date(0)));
    assertEquals(200, ifRange("W/" + etag));
    assertEquals(200, ifRange("\"other\""));
    assertEquals(200, ifRange(date(-1)));
    assertEquals(200, ifRange(date(1)));
    assertEquals(200, ifRange("nonsense"));
  }

  @Test
  void sendsEmptyObjects() throws Exception {
    gateway.store.delete(KEY);
    gateway.store.commit(Map.of(KEY, Disk.staged(gateway.store, new byte[0])));
    HttpResponse<byte[]> answer = gateway.get(gateway.getLink());
    assertEquals(200, answer.statusCode());
    assertHeader(answer, "Content-Length", "0");
    assertEquals(416, gateway.get(gateway.getLink(), "Range", "bytes=0-").statusCode());
    assertEquals(416, gateway.get(gateway.getLink(), "Range", "bytes=-5").statusCode());
  }

  @Test
  void missingObjectsAnswer404() throws Exception {
    URI link = gateway.getLink();
    gateway.store.delete(KEY);
    HttpResponse<byte[]> answer = gateway.get(link);
    assertEquals(404, answer.statusCode());
    assertHeader(answer, "Access-Control-Allow-Origin", "*");
  }

  @Test
  void offersTheNameOfTheTicket() throws Exception {
    assertHeader(
        gateway.get(gateway.getLink("간 segmentation.png")),
        "Content-Disposition",
        "inline; filename=\"_ segmentation.png\";"
            + " filename*=UTF-8''%EA%B0%84%20segmentation.png");
  }

  @Test
  void otherMethodsAnswer405() throws Exception {
    assertHeader(
        gateway.send("OPTIONS", gateway.getLink(), BodyPublishers.noBody()),
        "Allow",
        "PUT, POST, GET, HEAD, OPTIONS");
    for (String method : new String[] {"POST", "DELETE", "PATCH"}) {
      HttpResponse<byte[]> answer =
          gateway.send(method, gateway.getLink(), BodyPublishers.noBody());
      assertEquals(405, answer.statusCode());
      assertHeader(answer, "Allow", "PUT, POST, GET, HEAD, OPTIONS");
    }
  }

  private int ifRange(String value) throws Exception {
    return gateway.get(gateway.getLink(), "Range", "bytes=0-1", "If-Range", value).statusCode();
  }

  /** When the object was stored, and seconds more. */
  private String date(int more) throws Exception {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(
        gateway.store.find(KEY).orElseThrow().storedAt().plusSeconds(more).atZone(ZoneOffset.UTC));
  }

  private static void assertHeader(HttpResponse<byte[]> answer, String name, String value) {
    assertEquals(value, answer.headers().firstValue(name).orElse(null), name);
  }
}
