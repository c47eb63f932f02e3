package io.lamina.testkit.demo;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** The platform over HTTP; every request is shown with its status and time. */
final class Api {
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private final URI base;
  private final Screen screen;
  private String token = "";
  private int requests;

  Api(URI base, Screen screen) {
    this.base = base;
    this.screen = screen;
  }

  /** From now on every request below the base carries it. */
  void signIn(String bearer) {
    token = bearer;
  }

  /** Requests sent so far. */
  int requests() {
    return requests;
  }

  Answer get(String path) {
    return send(request(path).GET());
  }

  Answer post(String path, Map<String, ?> body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(Json.write(body))));
  }

  Answer upload(String path, String contentType, BodyPublisher body) {
    return send(request(path).header("Content-Type", contentType).POST(body));
  }

  /** A presigned link carries its right itself: no token goes with it. */
  Answer getPresigned(String url) {
    return send(HttpRequest.newBuilder(URI.create(url)).GET());
  }

  Answer putPresigned(String url, Map<String, String> headers, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url)).PUT(BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    return send(request);
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return request;
  }

  private Answer send(HttpRequest.Builder builder) {
    HttpRequest request = builder.build();
    // The query of a presigned link is its signature and is shown to nobody (C-085).
    String path = request.uri().getRawPath();
    long from = System.nanoTime();
    try {
      HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
      requests++;
      screen.request(request.method(), path, response.statusCode(), System.nanoTime() - from);
      Answer answer = new Answer(response.statusCode(), response.headers(), response.body());
      if (!answer.ok()) {
        throw new DemoFailure(
            "The server refused %s %s with %d: %s"
                .formatted(request.method(), path, answer.status(), answer.reason()));
      }
      return answer;
    } catch (ConnectException e) {
      throw new DemoFailure("Nothing answers at " + base + ". Is Lamina running there?", e);
    } catch (IOException e) {
      throw new DemoFailure(
          "The connection broke during %s %s: %s".formatted(request.method(), path, innermost(e)),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DemoFailure("Interrupted", e);
    }
  }

  private static String innermost(Throwable problem) {
    Throwable cause = problem;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
