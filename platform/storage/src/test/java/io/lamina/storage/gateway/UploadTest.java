package io.lamina.storage.gateway;

import static io.lamina.storage.gateway.Gateway.KEY;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.blob.BlobInfo;
import io.lamina.api.blob.PutTicket;
import io.lamina.storage.disk.Disk;
import io.lamina.storage.signing.TestClock;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UploadTest {
  private static final byte[] BODY = new byte[200_000];

  static {
    new Random(1).nextBytes(BODY);
  }

  @TempDir Path root;
  private Gateway gateway;

  @BeforeEach
  void start() throws Exception {
    gateway = new Gateway(root);
  }

  @AfterEach
  void stop() throws Exception {
    gateway.close();
  }

  @Test
  void storesWhatWasSentAndAnswersItsEntityTag() throws Exception {
    HttpResponse<byte[]> answer = gateway.put(gateway.putLink(), BODY, "Content-Type", "image/png");
    assertEquals(200, answer.statusCode());
    BlobInfo info = gateway.store.find(KEY).orElseThrow();
    assertEquals("\"" + info.etag() + "\"", answer.headers().firstValue("ETag").orElseThrow());
    assertEquals("image/png", info.contentType());
    assertArrayEquals(BODY, Disk.content(gateway.store, KEY));
    assertEquals(Map.of(KEY, info), gateway.store.makeDurable(List.of(KEY)));
    assertEquals(List.of(), Disk.files(root, "incoming"));
  }

  @Test
  void aLinkStoresOnce() throws Exception {
    URI link = gateway.putLink();
    assertEquals(200, gateway.put(link, BODY, "Content-Type", "image/png").statusCode());
    HttpResponse<byte[]> replay =
        gateway.put(link, new byte[3_000_000], "Content-Type", "image/png");
    assertEquals(413, replay.statusCode());
    replay = gateway.put(link, new byte[900_000], "Content-Type", "image/png");
    assertEquals(409, replay.statusCode());
    assertArrayEquals(BODY, Disk.content(gateway.store, KEY));
  }

  @Test
  void ofManyAtOnceOneStores() throws Exception {
    URI link = gateway.putLink();
    List<Integer> statuses =
        IntStream.range(0, 16)
            .parallel()
            .mapToObj(
                number -> {
                  try {
                    byte[] body = new byte[50_000 + number];
                    return gateway.put(link, body, "Content-Type", "image/png").statusCode();
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                })
            .toList();
    assertEquals(1, statuses.stream().filter(status -> status == 200).count(), statuses::toString);
    assertEquals(15, statuses.stream().filter(status -> status == 409).count());
    assertEquals(1, Disk.files(root, "objects").size());
    assertEquals(List.of(), Disk.files(root, "incoming"));
  }

  @ParameterizedTest
  @CsvSource({
    "image/png, image/png, 200",
    "image/png, IMAGE/PNG; charset=x, 200",
    "image/png, image/jpeg, 415",
    "image/png, text/html, 415",
    "image/png, , 415",
    ", text/html, 200",
    ", , 200",
  })
  void takesTheContentTypeOfTheTicketOnly(String bound, String sent, int status) throws Exception {
    URI link = gateway.putLink(bound, 1000);
    HttpResponse<byte[]> answer =
        sent == null
            ? gateway.put(link, new byte[5])
            : gateway.put(link, new byte[5], "Content-Type", sent);
    assertEquals(status, answer.statusCode());
    assertEquals(status == 200, gateway.store.find(KEY).isPresent());
  }

  @Test
  void takesExactlyAsManyBytesAsAllowed() throws Exception {
    URI link = gateway.putLink(null, BODY.length);
    byte[] oneMore = new byte[BODY.length + 1];
    assertEquals(413, gateway.put(link, oneMore).statusCode());
    assertEquals(413, chunked(link, oneMore).statusCode());
    assertTrue(gateway.store.find(KEY).isEmpty());
    assertEquals(200, chunked(link, BODY).statusCode());
    assertArrayEquals(BODY, Disk.content(gateway.store, KEY));
    assertEquals(List.of(), Disk.files(root, "incoming"));
  }

  @Test
  void takesAnEmptyObject() throws Exception {
    assertEquals(200, gateway.put(gateway.putLink(null, 1), new byte[0]).statusCode());
    assertEquals(0, gateway.store.find(KEY).orElseThrow().size());
  }

  @Test
  void checksTheHeadersOfTheTicketWhereTheyAreSent() throws Exception {
    URI link =
        gateway.putLink(
            new PutTicket(
                KEY,
                "image/png",
                1_000_000,
                Duration.ofMinutes(10),
                Map.of("x-amz-acl", "private", "x-amz-meta-user_id", "1")));
    String[][] refused = {
      {"x-amz-meta-user_id", "2"},
      {"x-amz-acl", "public-read"},
      {"x-amz-acl", "private", "x-amz-acl", "public-read"},
      {"x-amz-meta-user_id", ""},
    };
    for (String[] headers : refused) {
      assertEquals(403, gateway.put(link, BODY, withType(headers)).statusCode());
      assertTrue(gateway.store.find(KEY).isEmpty());
    }
    String[] documented = {
      "x-amz-acl", "private",
      "x-amz-meta-user_id", "1",
      "x-amz-meta-mask_group_id", "10",
      "x-amz-storage-class", "STANDARD",
    };
    assertEquals(200, gateway.put(link, BODY, withType(documented)).statusCode());
  }

  @Test
  void takesTheSameLinkWithoutAnyOfTheHeaders() throws Exception {
    URI link =
        gateway.putLink(
            new PutTicket(
                KEY, null, 1_000_000, Duration.ofMinutes(10), Map.of("x-amz-acl", "private")));
    assertEquals(200, gateway.put(link, BODY).statusCode());
  }

  @Test
  void verifiesChecksumsThatAreSent() throws Exception {
    String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(BODY));
    String md5 = Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(BODY));
    URI link = gateway.putLink(null, 1_000_000);
    byte[] other = BODY.clone();
    other[100_000] ^= 1;
    assertEquals(400, gateway.put(link, other, "x-amz-content-sha256", sha256).statusCode());
    assertEquals(400, gateway.put(link, other, "Content-MD5", md5).statusCode());
    assertEquals(400, gateway.put(link, BODY, "Content-MD5", "nonsense").statusCode());
    assertEquals(
        400,
        gateway
            .put(link, BODY, "x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER")
            .statusCode());
    assertTrue(gateway.store.find(KEY).isEmpty());
    assertEquals(List.of(), Disk.files(root, "incoming"));
    assertEquals(
        200,
        gateway.put(link, BODY, "x-amz-content-sha256", sha256, "Content-MD5", md5).statusCode());
  }

  @Test
  void refusesPartsAndCodings() throws Exception {
    URI link = gateway.putLink(null, 1_000_000);
    assertEquals(400, gateway.put(link, BODY, "Content-Range", "bytes 0-9/100").statusCode());
    assertEquals(415, gateway.put(link, BODY, "Content-Encoding", "gzip").statusCode());
  }

  @Test
  void aFullDiskAnswers507AndLeavesNothing() throws Exception {
    gateway.close();
    long[] free = {1_150_000};
    gateway = new Gateway(root, Disk.store(root, () -> free[0]));
    URI link = gateway.putLink(null, 10_000_000);
    assertEquals(507, gateway.put(link, new byte[1_200_000]).statusCode());
    free[0] = 500;
    assertEquals(507, gateway.put(link, new byte[1]).statusCode());
    assertEquals(List.of(), Disk.files(root, "incoming"));
    free[0] = 1_300_000;
    assertEquals(200, gateway.put(link, new byte[1_200_000]).statusCode());
  }

  @Test
  void aCutBodyLeavesNothing() throws Exception {
    URI link = gateway.putLink(null, 1_000_000);
    for (String framing : List.of("Content-Length: 1000", "Transfer-Encoding: chunked")) {
      String chunk = framing.startsWith("C") ? "" : "64\r\n";
      try (RawConnection connection = new RawConnection(gateway.port())) {
        connection.send("PUT", link, framing);
        connection.write(chunk + "half of what was announced");
        connection.shutOutput();
        String answer = connection.answer();
        assertTrue(answer.isEmpty() || answer.startsWith("HTTP/1.1 400"), answer);
      }
      assertTrue(gateway.store.find(KEY).isEmpty());
      assertEquals(List.of(), Disk.files(root, "incoming"));
    }
    assertEquals(200, gateway.put(link, BODY).statusCode());
  }

  @Test
  void refusesAnnouncedBytesBeforeTheyAreSent() throws Exception {
    URI link = gateway.putLink(null, 1000);
    try (RawConnection connection = new RawConnection(gateway.port())) {
      connection.send("PUT", link, "Content-Length: 9000000000", "Expect: 100-continue");
      String answer = connection.answer();
      assertTrue(answer.startsWith("HTTP/1.1 413"), answer);
      assertTrue(answer.contains("at most 1000 bytes"), answer);
    }
  }

  @Test
  void expiredLinksStoreNothing() throws Exception {
    URI link = gateway.putLink();
    TestClock clock = gateway.clock;
    clock.move(Duration.ofMinutes(10));
    HttpResponse<byte[]> answer = gateway.put(link, BODY, "Content-Type", "image/png");
    assertEquals(403, answer.statusCode());
    assertFalse(new String(answer.body(), StandardCharsets.UTF_8).contains("Signature"));
    assertTrue(gateway.store.find(KEY).isEmpty());
  }

  private HttpResponse<byte[]> chunked(URI link, byte[] body) throws Exception {
    return gateway.send(
        "PUT", link, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
  }

  private static String[] withType(String[] headers) {
    String[] all = new String[headers.length + 2];
    all[0] = "Content-Type";
    all[1] = "image/png";
    System.arraycopy(headers, 0, all, 2, headers.length);
    return all;
  }
}
