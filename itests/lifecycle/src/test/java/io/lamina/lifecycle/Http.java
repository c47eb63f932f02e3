package io.lamina.lifecycle;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Talks to the platform this test runs in, as its administrator. No library: the probe has none.
 */
final class Http {
  private static final Duration AT_MOST = Duration.ofSeconds(60);
  private static final long LOOK_AGAIN_MILLIS = 20;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String base = "http://127.0.0.1:" + System.getProperty(Container.PORT);
  private String authorization =
      "Basic "
          + Base64.getEncoder()
              .encodeToString(("admin:" + Container.PASSWORD).getBytes(StandardCharsets.UTF_8));

  /** An answer with its text. */
  record Answer(int status, String retryAfter, String body) {
    /** The first number or text that stands behind a key. */
    String value(String key) {
      final Matcher matcher =
          Pattern.compile("\"" + key + "\"\\s*:\\s*\"?([^\",}\\]]+)").matcher(body);
      if (!matcher.find()) {
        throw new AssertionError("no " + key + " in " + this);
      }
      return matcher.group(1);
    }
  }

  /** Signs in, so that a request costs no password hash. */
  void signIn() throws IOException, InterruptedException {
    authorization =
        "Bearer "
            + post(
                    "/api/auth/login",
                    "{\"username\":\"admin\",\"password\":\"" + Container.PASSWORD + "\"}")
                .value("token");
  }

  Answer get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  Answer post(String path, String json) throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  Answer delete(String path) throws IOException, InterruptedException {
    return send(request(path).DELETE());
  }

  Answer upload(byte[] dicom) throws IOException, InterruptedException {
    final ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(
        "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a\"\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII));
    body.writeBytes(dicom);
    body.writeBytes("\r\n--b--\r\n".getBytes(StandardCharsets.US_ASCII));
    return send(
        request("/viewer/api/upload/")
            .header("Content-Type", "multipart/form-data; boundary=b")
            .POST(BodyPublishers.ofByteArray(body.toByteArray())));
  }

  /** Asks again until the status comes; every answer on the way has to be one of the allowed. */
  Answer await(String path, int status, Integer... onTheWay) throws InterruptedException {
    final Set<Integer> allowed = Set.of(onTheWay);
    final long end = System.nanoTime() + AT_MOST.toNanos();
    String last = "no answer";
    while (System.nanoTime() < end) {
      try {
        final Answer answer = get(path);
        if (answer.status() == status) {
          return answer;
        }
        last = answer.toString();
        if (!allowed.isEmpty() && !allowed.contains(answer.status())) {
          break;
        }
      } catch (IOException e) {
        last = e.toString();
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
    }
    throw new AssertionError(path + " did not become " + status + ": " + last);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .timeout(AT_MOST)
        .header("Authorization", authorization);
  }

  private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    final HttpResponse<String> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return new Answer(
        response.statusCode(),
        response.headers().firstValue("Retry-After").orElse(""),
        response.body());
  }
}
