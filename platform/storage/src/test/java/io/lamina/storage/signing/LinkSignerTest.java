package io.lamina.storage.signing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.blob.BlobKey;
import io.lamina.api.blob.GetTicket;
import io.lamina.api.blob.PresignedUrl;
import io.lamina.api.blob.PutTicket;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

class LinkSignerTest {
  private static final URI BASE = URI.create("http://localhost:8080");
  private static final BlobKey KEY = new BlobKey("masks/annotation_121/group_10/slice_001.png");
  private static final Map<String, String> AMZ =
      Map.of("x-amz-acl", "private", "x-amz-meta-user_id", "1", "x-amz-meta-file_type", "mask");

  private final TestClock clock = new TestClock();
  private final LinkSigner signer = Signers.signer(clock);

  @Test
  void putLinkIsWhatTheAwsSdkSigns() {
    PutTicket ticket = new PutTicket(KEY, "image/png; a=\"b c\"", 7, Duration.ofSeconds(600), AMZ);
    assertSignedAsAwsDoes(SdkHttpMethod.PUT, signer.put(ticket, BASE).url(), 600);
  }

  @Test
  void getLinkIsWhatTheAwsSdkSigns() {
    for (URI base : Set.of(BASE, URI.create("https://pacs.example.org"))) {
      GetTicket ticket = new GetTicket(KEY, Duration.ofDays(7), "간 (+ ~*'!&=%/?) 1.png");
      assertSignedAsAwsDoes(SdkHttpMethod.GET, signer.get(ticket, base).url(), 604_800);
    }
  }

  private void assertSignedAsAwsDoes(SdkHttpMethod method, URI url, int seconds) {
    Map<String, String> ours = QueryString.parse(url.getRawQuery()).orElseThrow();
    SdkHttpRequest.Builder request =
        SdkHttpRequest.builder()
            .method(method)
            .protocol(url.getScheme())
            .host(url.getHost())
            .port(url.getPort() < 0 ? null : url.getPort())
            .encodedPath(url.getRawPath());
    ours.forEach(
        (name, value) -> {
          if (!name.startsWith("X-Amz-")) {
            request.putRawQueryParameter(name, value);
          }
        });
    SdkHttpRequest signed =
        AwsV4HttpSigner.create()
            .sign(
                spec ->
                    spec.identity(AwsCredentialsIdentity.create("lamina", Signers.SECRET))
                        .request(request.build())
                        .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "lamina")
                        .putProperty(
                            AwsV4FamilyHttpSigner.AUTH_LOCATION,
                            AwsV4FamilyHttpSigner.AuthLocation.QUERY_STRING)
                        .putProperty(
                            AwsV4FamilyHttpSigner.EXPIRATION_DURATION, Duration.ofSeconds(seconds))
                        .putProperty(AwsV4FamilyHttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4FamilyHttpSigner.NORMALIZE_PATH, false)
                        .putProperty(AwsV4FamilyHttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                        .putProperty(HttpSigner.SIGNING_CLOCK, clock))
            .request();
    Map<String, String> theirs = QueryString.parse(signed.getUri().getRawQuery()).orElseThrow();
    assertEquals(theirs, ours);
    assertEquals(signed.getUri().getRawPath(), url.getRawPath());
  }

  @Test
  void ticketComesBackFromTheLink() {
    PutTicket put = new PutTicket(KEY, "image/png", 42, Duration.ofMinutes(10), AMZ);
    assertEquals(put, signer.verifyPut(request(signer.put(put, BASE))));
    PutTicket free = new PutTicket(KEY, null, 1, Duration.ofSeconds(1), Map.of());
    assertNull(signer.verifyPut(request(signer.put(free, BASE))).contentType());
    GetTicket get = new GetTicket(KEY, Duration.ofHours(1), "간 +1.png");
    assertEquals(get, signer.verifyGet(request(signer.get(get, BASE))));
  }

  @Test
  void linkHasTheShapeOfTheDocuments() {
    PresignedUrl put =
        signer.put(new PutTicket(KEY, "image/png", 42, Duration.ofMinutes(10), AMZ), BASE);
    String url = put.url().toString();
    assertTrue(url.startsWith("http://localhost:8080/objects/lamina/" + KEY + "?"), url);
    for (String part :
        Set.of(
            "x-id=PutObject",
            "X-Amz-Algorithm=AWS4-HMAC-SHA256",
            "X-Amz-Credential=lamina%2F20261121%2Flamina%2Fs3%2Faws4_request",
            "X-Amz-Date=20261121T101530Z",
            "X-Amz-Expires=600",
            "X-Amz-SignedHeaders=host",
            "X-Amz-Signature=")) {
      assertTrue(url.contains(part), part);
    }
    assertEquals(Instant.parse("2026-11-21T10:25:30Z"), put.expiresAt());
    assertFalse(put.toString().contains("Signature"));
    assertTrue(
        signer
            .get(new GetTicket(KEY, Duration.ofMinutes(10), null), BASE)
            .url()
            .toString()
            .contains("x-id=GetObject"));
  }

  @Test
  void expiresToTheSecond() {
    PresignedUrl link = signer.get(new GetTicket(KEY, Duration.ofSeconds(60), null), BASE);
    clock.set(link.expiresAt());
    signer.verifyGet(request(link));
    clock.move(Duration.ofMillis(1));
    assertRefused(link);
    clock.set(link.expiresAt().minus(Duration.ofHours(1)));
    assertRefused(link);
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:8080, localhost:8080, true",
    "http://LocalHost:8080, localhost:8080, true",
    "http://localhost:80, localhost, true",
    "http://localhost, localhost:80, true",
    "https://pacs.example.org, pacs.example.org:443, true",
    "https://pacs.example.org, PACS.example.org, true",
    "http://localhost:8080, localhost, false",
    "http://localhost:8080, localhost:8081, false",
    "http://localhost:8080, 127.0.0.1:8080, false",
    "http://localhost:8080, localhost:8080.example.org, false",
  })
  void isBoundToItsHost(URI base, String host, boolean accepted) {
    PresignedUrl link = signer.get(new GetTicket(KEY, Duration.ofHours(1), null), base);
    LinkRequest request =
        new LinkRequest(link.url().getRawPath(), link.url().getRawQuery(), Set.of(host));
    if (accepted) {
      assertEquals(KEY, signer.verifyGet(request).key());
    } else {
      assertThrows(LaminaException.class, () -> signer.verifyGet(request));
    }
  }

  @Test
  void anOlderSecretStillVerifiesAndNoLongerSigns() {
    GetTicket ticket = new GetTicket(KEY, Duration.ofHours(1), null);
    PresignedUrl old = Signers.signer(clock, Signers.OLD_SECRET).get(ticket, BASE);
    LinkSigner rotated = Signers.signer(clock, Signers.SECRET, Signers.OLD_SECRET);
    assertEquals(KEY, rotated.verifyGet(request(old)).key());
    assertRefused(old);
    assertEquals(KEY, signer.verifyGet(request(rotated.get(ticket, BASE))).key());
  }

  @Test
  void refusesTicketsThatMakeNoSense() {
    assertIllegal(new PutTicket(KEY, null, 0, Duration.ofMinutes(1), Map.of()));
    assertIllegal(new PutTicket(KEY, null, 1, Duration.ofDays(8), Map.of()));
    assertIllegal(new PutTicket(KEY, null, 1, Duration.ZERO, Map.of()));
    assertIllegal(new PutTicket(KEY, null, 1, Duration.ofMinutes(1), Map.of("x-amz-date", "1")));
    assertIllegal(new PutTicket(KEY, null, 1, Duration.ofMinutes(1), Map.of("range", "1")));
  }

  private void assertIllegal(PutTicket ticket) {
    assertThrows(IllegalArgumentException.class, () -> signer.put(ticket, BASE));
  }

  private void assertRefused(PresignedUrl link) {
    LaminaException refusal =
        assertThrows(LaminaException.class, () -> signer.verifyGet(request(link)));
    assertEquals(ErrorKind.FORBIDDEN, refusal.kind());
  }

  private static LinkRequest request(PresignedUrl link) {
    URI url = link.url();
    return new LinkRequest(url.getRawPath(), url.getRawQuery(), Set.of(url.getAuthority()));
  }
}
