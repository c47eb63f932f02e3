package io.lamina.storage.gateway;

import static io.lamina.storage.gateway.Gateway.KEY;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.blob.BlobKey;
import io.lamina.api.blob.GetTicket;
import io.lamina.api.blob.PutTicket;
import io.lamina.storage.disk.Disk;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is changed in a link or about its use: 403, in the same words, and nothing happens. */
class TamperingTest {
  private static final byte[] OTHER = {9};

  @TempDir static Path root;
  private static Gateway gateway;
  private static URI putLink;
  private static URI getLink;
  private static String refusal;

  @BeforeAll
  static void start() throws Exception {
    gateway = new Gateway(root);
    putLink =
        gateway.putLink(
            new PutTicket(
                KEY,
                "image/png",
                1000,
                Duration.ofMinutes(10),
                Map.of("x-amz-acl", "private", "x-amz-meta-user_id", "1")));
    BlobKey stored = new BlobKey(KEY + ".stored");
    gateway.store.commit(Map.of(stored, Disk.staged(gateway.store, OTHER)));
    getLink =
        gateway
            .links
            .get(new GetTicket(stored, Duration.ofHours(1), "a.png"), gateway.base())
            .url();
    refusal =
        new String(
            gateway.get(gateway.base().resolve("/objects/x")).body(), StandardCharsets.UTF_8);
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.close();
  }

  @Test
  void theLinksThemselvesWork() throws Exception {
    assertArrayEquals(OTHER, gateway.get(getLink).body());
    List<String> parts = new ArrayList<>(List.of(getLink.getRawQuery().split("&")));
    Collections.reverse(parts);
    assertArrayEquals(OTHER, gateway.get(withQuery(getLink, String.join("&", parts))).body());
  }

  @Test
  void everyParameterAltered() throws Exception {
    for (URI link : List.of(putLink, getLink)) {
      for (String part : link.getRawQuery().split("&")) {
        String name = part.substring(0, part.indexOf('='));
        String value = part.substring(part.indexOf('=') + 1);
        Map<String, String> changes = new LinkedHashMap<>();
        changes.put("altered", name + "=" + altered(value));
        changes.put("longer", part + "0");
        changes.put("empty", name + "=");
        changes.put("no value", name);
        changes.put("renamed", name + "x=" + value);
        changes.put("other case", swapped(name) + "=" + value);
        changes.put("twice", part + "&" + part);
        changes.put("twice, altered", part + "&" + name + "=" + altered(value));
        changes.put("twice, altered first", name + "=" + altered(value) + "&" + part);
        for (Map.Entry<String, String> change : changes.entrySet()) {
          assertRefused(replaced(link, part, change.getValue()), name + " " + change.getKey());
        }
        assertRefused(removed(link, part), name + " removed");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x=1",
        "x-lamina-max-bytes=1000000000",
        "X-Amz-Security-Token=x",
        "x-amz-meta-more=1",
        "response-content-type=text%2Fhtml",
        "",
        "a=%ff",
        "=1",
      })
  void parametersAdded(String more) throws Exception {
    for (URI link : List.of(putLink, getLink)) {
      assertRefused(URI.create(link + "&" + more), more);
      assertRefused(withQuery(link, more + "&" + link.getRawQuery()), more);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/objects/lamina/masks/annotation_122/group_10/slice_001.png",
        "/objects/lamina/masks/annotation_121/group_10/slice_001.pngx",
        "/objects/lamina/masks/annotation_121/group_10/slice_001.png/",
        "/objects/lamina/masks/annotation_121/group_10/slice%5F001.png",
        "/objects/lamina/masks/annotation_121/group_10/slice_001.png;x=1",
        "/objects/lamina/masks/x/../annotation_121/group_10/slice_001.png",
        "/objects/lamina//masks/annotation_121/group_10/slice_001.png",
        "/objects/other/masks/annotation_121/group_10/slice_001.png",
        "/objects/lamina/",
        "/objects/",
      })
  void keyChanged(String path) throws Exception {
    for (URI link : List.of(putLink, getLink)) {
      String changed = gateway.base() + path + "?" + link.getRawQuery();
      assertRefused(URI.create(changed), path);
    }
  }

  @Test
  void methodSwapped() throws Exception {
    assertEquals(403, gateway.get(putLink).statusCode());
    assertEquals(403, gateway.send("HEAD", putLink, BodyPublishers.noBody()).statusCode());
    assertEquals(403, gateway.put(getLink, OTHER, "Content-Type", "image/png").statusCode());
  }

  @Test
  void hostChanged() throws Exception {
    for (String host :
        List.of(
            "Host: pacs.example.org",
            "Host: localhost:" + (gateway.port() + 1),
            "Host: 127.0.0.1:" + gateway.port(),
            "Host: localhost:" + gateway.port() + ".example.org",
            "Host: pacs.example.org\r\nX-Forwarded-Host: localhost:" + gateway.port())) {
      try (RawConnection connection = new RawConnection(gateway.port())) {
        connection.send("GET", getLink, host, "Connection: close");
        String answer = connection.answer();
        assertTrue(answer.startsWith("HTTP/1.1 403") || answer.startsWith("HTTP/1.1 400"), answer);
      }
    }
  }

  @Test
  void noQueryAtAll() throws Exception {
    assertRefused(withQuery(getLink, null), "none");
    assertRefused(withQuery(getLink, ""), "empty");
  }

  private void assertRefused(URI link, String change) throws Exception {
    HttpResponse<byte[]> answer = gateway.get(link);
    assertEquals(403, answer.statusCode(), change);
    assertEquals(refusal, new String(answer.body(), StandardCharsets.UTF_8), change);
    answer = gateway.put(link, OTHER, "Content-Type", "image/png");
    assertEquals(403, answer.statusCode(), change);
    assertEquals(refusal, new String(answer.body(), StandardCharsets.UTF_8), change);
    assertEquals(1, Disk.files(root, "objects").size(), change);
  }

  private static String swapped(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return upper.equals(name) ? name.toLowerCase(Locale.ROOT) : upper;
  }

  /** The first character is another one of its kind. */
  private static String altered(String value) {
    char first = value.charAt(0);
    char other = first == '1' ? '2' : first == 'a' ? 'b' : Character.isDigit(first) ? '1' : 'a';
    return other + value.substring(1);
  }

  private static URI replaced(URI link, String part, String by) {
    List<String> parts = new ArrayList<>(Arrays.asList(link.getRawQuery().split("&")));
    parts.set(parts.indexOf(part), by);
    return withQuery(link, String.join("&", parts));
  }

  private static URI removed(URI link, String part) {
    List<String> parts = new ArrayList<>(Arrays.asList(link.getRawQuery().split("&")));
    parts.remove(part);
    return withQuery(link, String.join("&", parts));
  }

  private static URI withQuery(URI link, String query) {
    String whole = link.toString();
    String path = whole.substring(0, whole.indexOf('?'));
    return URI.create(query == null ? path : path + "?" + query);
  }
}
