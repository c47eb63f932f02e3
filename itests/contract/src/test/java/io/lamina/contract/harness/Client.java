package io.lamina.contract.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** An HTTP client of one server, as one caller. */
public final class Client {
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  private final Server server;
  private final String authorization;

  /** Without any credential. */
  public Client(Server server) {
    this(server, null);
  }

  private Client(Server server, String authorization) {
    this.server = server;
    this.authorization = authorization;
  }

  public Client basic(String username, String password) {
    return with(
        "Basic "
            + Base64.getEncoder()
                .encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8)));
  }

  public Client bearer(String token) {
    return with("Bearer " + token);
  }

  /** With this Authorization header, whatever it says. */
  public Client with(String header) {
    return new Client(server, header);
  }

  public Answer get(String path) {
    return send(request(path).GET());
  }

  public Answer delete(String path) {
    return send(request(path).DELETE());
  }

  public Answer post(String path, String json) {
    return send(json(path).POST(BodyPublishers.ofString(json)));
  }

  public Answer put(String path, String json) {
    return send(json(path).PUT(BodyPublishers.ofString(json)));
  }

  public Answer post(String path, Multipart body) {
    return post(path, body.contentType(), body.publisher());
  }

  public Answer post(String path, String contentType, BodyPublisher body) {
    return send(request(path).header("Content-Type", contentType).POST(body));
  }

  /** Sends any request that {@link #request} began. */
  public Answer send(HttpRequest.Builder builder) {
    final HttpRequest request = builder.build();
    // presigned links carry their right in the query: it stays out of test reports too
    final String what = request.method() + " " + request.uri().getPath();
    try {
      final HttpResponse<byte[]> response =
          HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
      return new Answer(what, response.statusCode(), response.headers(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(what, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * @param path below the server's base, or a whole URL
   */
  public HttpRequest.Builder request(String path) {
    final var builder =
        HttpRequest.newBuilder(URI.create(path.startsWith("/") ? server.base() + path : path))
            .timeout(Duration.ofMinutes(2));
    if (authorization != null) {
      builder.header("Authorization", authorization);
    }
    return builder;
  }

  private HttpRequest.Builder json(String path) {
    return request(path).header("Content-Type", "application/json");
  }

  /** Whether anything listens. */
  boolean answers() {
    try {
      get("/health");
      return true;
    } catch (UncheckedIOException e) {
      return false;
    }
  }
}
