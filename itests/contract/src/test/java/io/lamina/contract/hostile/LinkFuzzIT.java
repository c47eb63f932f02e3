package io.lamina.contract.hostile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.contract.harness.Answer;
import io.lamina.contract.harness.Hostile;
import io.lamina.contract.harness.MaskFlow;
import io.lamina.contract.harness.RawHttp;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Signed links that somebody changed: they open nothing, and break nothing (D-20, H-11). */
@ExtendWith(Hostile.OneServer.class)
@Execution(ExecutionMode.SAME_THREAD)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LinkFuzzIT {
  private Hostile hostile;
  private MaskFlow flow;
  private long annotation;
  private long group;
  private URI unused;
  private URI other;
  private final byte[] png = MaskFlow.png(7);

  @BeforeAll
  void links(Hostile hostile) {
    this.hostile = hostile;
    flow = new MaskFlow(hostile.editor(), hostile.project());
    annotation = flow.annotation();
    group = flow.group(annotation);
    unused = link("unused.png");
    other = link("other.png");
  }

  @Test
  void everyChangeToALinkEndsIt() throws IOException {
    final List<String> targets = new ArrayList<>();
    final String path = unused.getRawPath();
    final String query = unused.getRawQuery();
    final String[] pairs = query.split("&");
    for (int i = 0; i < pairs.length; i++) {
      final String[] rest = without(pairs, i);
      final String name = pairs[i].substring(0, pairs[i].indexOf('='));
      final String value = pairs[i].substring(pairs[i].indexOf('=') + 1);
      targets.add(path + "?" + String.join("&", rest));
      targets.add(path + "?" + query + "&" + pairs[i]);
      targets.add(path + "?" + pairs[i] + "&" + query);
      for (final String changed :
          List.of(
              "",
              value + "0",
              "0" + value,
              value + "%00",
              value + "%20",
              "-1",
              "1e9",
              "9".repeat(30),
              "%zz",
              "%",
              "%c0%af",
              "x".repeat(5000),
              value + "/../x")) {
        targets.add(path + "?" + String.join("&", rest) + "&" + name + "=" + changed);
      }
      targets.add(path + "?" + String.join("&", rest) + "&%" + name + "=" + value);
      targets.add(path + "?" + String.join("&", rest) + "&" + name);
    }
    for (final String extra :
        List.of(
            "x=1", "x-id=GetObject", "x-amz-acl=public-read", "=", "&&", "a=b=c", "versionId=1")) {
      targets.add(path + "?" + query + "&" + extra);
    }
    final String file = path.substring(path.lastIndexOf('/') + 1);
    final String folder = path.substring(0, path.lastIndexOf('/'));
    // double slashes are one for the door, so they are no change
    for (final String trick :
        List.of(
            folder + "/./" + file,
            folder + "/x/../" + file,
            folder + "/%2e%2e/" + file,
            folder + "/..%2f" + file,
            folder + "%2f" + file,
            folder + "/" + file + "/",
            folder + "/" + file + "%00",
            folder + "/" + file + ";a=b",
            folder + "\\" + file,
            folder + "/../../../../../../etc/passwd",
            "/objects/../../../etc/passwd",
            "/objects/other/" + file,
            "/objects/",
            "/objects",
            path.replace("/objects", "/OBJECTS"),
            other.getRawPath())) {
      targets.add(trick + "?" + query);
    }
    for (final String target : targets) {
      final Answer answer = put(target, "Host: " + unused.getAuthority());
      hostile.check(answer, target);
      assertTrue(
          answer.status() >= 400 && answer.status() < 500 || answer.status() == 0,
          () -> target + " -> " + answer);
    }
    randomChanges(path, query);
    stillGood();
  }

  /** Another method, another host, and headers that two servers may read in two ways. */
  @Test
  void otherRequestsWithTheSameLinkAreRefused() throws IOException {
    final String target = unused.getRawPath() + "?" + unused.getRawQuery();
    final String host = "Host: " + unused.getAuthority();
    for (final String method : List.of("GET", "HEAD", "POST", "DELETE", "PATCH", "TRACE", "PUTT")) {
      final Answer answer = send(method, target, host, new byte[0], "Content-Length: 0");
      hostile.check(answer, method);
      assertTrue(answer.status() >= 400, answer::toString);
    }
    for (final String[] smuggled :
        new String[][] {
          {"Host: evil.example", "Content-Length: " + png.length},
          {host + "\r\nHost: evil.example", "Content-Length: " + png.length},
          {host, "Content-Length: " + png.length + "\r\nContent-Length: 1"},
          {host, "Content-Length: " + png.length + "\r\nTransfer-Encoding: chunked"},
          {host, "Transfer-Encoding: chunked, identity"},
          {host, "Transfer-Encoding: xchunked"},
          {host, "Content-Length: -1"},
          {host, "Content-Length: 99999999999999999999"},
          {host, "Content-Length: +" + png.length},
          {host, "Content-Length: 0x10"},
          {host, "Transfer-Encoding: chunked\r\n\r\nzz\r\n"},
          {host, "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n"},
          {host, "Content-Length: " + png.length + "\r\nContent-Encoding: gzip"},
          {host, "Content-Length: " + png.length + "\r\nx-amz-acl: public-read"},
          {host, "Content-Length: " + png.length + "\r\nx-amz-meta-user_id: 1"},
          {host, "Content-Length: " + png.length + "\r\nContent-Range: bytes 0-1/9"},
          {
            host,
            "Content-Length: "
                + png.length
                + "\r\nX-HTTP-Method-Override: DELETE\r\n"
                + "x-amz-storage-class: GLACIER"
          }
        }) {
      final Answer answer = send("PUT", target, smuggled[0], png, smuggled[1]);
      hostile.check(answer, smuggled[1]);
      assertTrue(answer.status() != 200, () -> smuggled[0] + "|" + smuggled[1] + ": " + answer);
    }
    stillGood();
  }

  private void randomChanges(String path, String query) throws IOException {
    final Random random = new Random(Hostile.SEED);
    final String sound = path + "?" + query;
    for (int i = 0; i < Math.min(Hostile.MUTATIONS, 3000); i++) {
      final StringBuilder changed = new StringBuilder(sound);
      final int at = 1 + random.nextInt(sound.length() - 1);
      final char letter = (char) (0x21 + random.nextInt(0x5e));
      if (letter == sound.charAt(at) || letter == '#') {
        continue;
      }
      if (random.nextBoolean()) {
        changed.setCharAt(at, letter);
      } else {
        changed.insert(at, letter);
      }
      if (changed.toString().startsWith("/objects/")) {
        final Answer answer = put(changed.toString(), "Host: " + unused.getAuthority());
        hostile.check(answer, changed.toString());
        assertTrue(answer.status() != 200, () -> changed + " -> " + answer);
      }
    }
  }

  /** None of it used the link up, or put anything under its key: now it works, and once. */
  private void stillGood() throws IOException {
    final URI link = link("after-" + System.identityHashCode(this) + "-" + unusedCount++ + ".png");
    final String target = link.getRawPath() + "?" + link.getRawQuery();
    assertEquals(200, put(target, "Host: " + link.getAuthority()).status());
    assertEquals(409, hostile.check(put(target, "Host: " + link.getAuthority()), "again").status());
    final Answer missing =
        hostile.check(flow.complete(annotation, group, key(unused)), "never uploaded");
    assertEquals(400, missing.status(), "something lies under a key that was never uploaded");
    flow.complete(annotation, group, key(link)).expect(200);
    final MaskFlow.Done done =
        flow.withMask(new MaskFlow.Done(annotation, group, 0, key(link), png));
    assertArrayEquals(png, flow.download(hostile.anonymous(), done));
    hostile.assertUnharmed();
  }

  private int unusedCount;

  private URI link(String name) {
    return URI.create(flow.uploadUrl(annotation, group, name).get("upload_url").asText());
  }

  /** The object's key, as the answer with the link names it. */
  private static String key(URI link) {
    final String path = link.getPath();
    return path.substring(path.indexOf('/', "/objects/".length()) + 1);
  }

  private Answer put(String target, String host) throws IOException {
    return send("PUT", target, host, png, "Content-Length: " + png.length);
  }

  private Answer send(String method, String target, String host, byte[] body, String headers)
      throws IOException {
    final byte[] head =
        (method
                + " "
                + target
                + " HTTP/1.1\r\n"
                + host
                + "\r\nConnection: close\r\nContent-Type: image/png\r\n"
                + headers
                + "\r\n\r\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    final byte[] bytes = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, bytes, head.length, body.length);
    return RawHttp.send(hostile.server(), method + " a changed link", bytes);
  }

  private static String[] without(String[] pairs, int index) {
    final List<String> rest = new ArrayList<>(List.of(pairs));
    rest.remove(index);
    return rest.toArray(String[]::new);
  }
}
