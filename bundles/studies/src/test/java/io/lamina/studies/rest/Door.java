package io.lamina.studies.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lamina.api.identity.Authenticator;
import io.lamina.api.identity.Caller;
import io.lamina.rest.config.DoorSettings;
import io.lamina.rest.config.RestConfig;
import io.lamina.rest.door.FrontDoor;
import io.lamina.rest.limits.LimitsSettings;
import io.lamina.rest.limits.RateLimits;
import io.lamina.studies.domain.Platform;
import io.lamina.testkit.Callers;
import io.lamina.testkit.FakeAuthenticator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The capability's resources behind a front door on a free port, and a client for it. */
final class Door implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Authenticator ACCOUNTS =
      new FakeAuthenticator(
          Callers.ADMIN, Callers.READER, Callers.EDITOR, Callers.FOREIGN, Callers.STRANGER);

  private final FrontDoor door;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  Door(Platform platform) throws IOException {
    this(platform, Map.of("LAMINA_RATE_LIMITS", "off"));
  }

  /**
   * @param environment that may leave the rate limits on
   */
  Door(Platform platform, Map<String, String> environment) throws IOException {
    DoorSettings settings = DoorSettings.of(defaults(), Map.of("LAMINA_HTTP_PORT", "0"), null);
    RateLimits limits = new RateLimits(LimitsSettings.shipped(environment));
    door = new FrontDoor(settings, () -> ACCOUNTS, List::of, name -> true, limits, "0.1.0");
    door.start();
    Object[] resources = {
      new UploadResource(platform.ingest),
      new StudiesResource(platform.studies),
      new ImagesResource(platform.images),
      new IntakeResource(platform.intake)
    };
    for (Object resource : resources) {
      door.routes().addResource("studies", resource);
    }
    // resources are built in a thread of the registry
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!Stream.of(resources)
        .allMatch(
            resource ->
                door.routes().table().routes().stream()
                    .anyMatch(route -> route.owner() == resource))) {
      if (System.nanoTime() > end) {
        throw new AssertionError("The resources are not served");
      }
      Thread.onSpinWait();
    }
  }

  /** The defaults of the annotation, as DS hands them over. */
  private static RestConfig defaults() {
    return (RestConfig)
        Proxy.newProxyInstance(
            RestConfig.class.getClassLoader(),
            new Class<?>[] {RestConfig.class},
            (proxy, method, arguments) -> method.getDefaultValue());
  }

  HttpRequest.Builder request(Caller caller, String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.port() + path));
    if (!caller.isAnonymous()) {
      String pair = caller.username() + ":" + FakeAuthenticator.PASSWORD;
      byte[] bytes = pair.getBytes(StandardCharsets.UTF_8);
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes));
    }
    return request;
  }

  HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException {
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  HttpResponse<byte[]> get(Caller caller, String path) throws IOException {
    return send(request(caller, path));
  }

  HttpResponse<byte[]> upload(Caller caller, String path, Multipart body) throws IOException {
    return send(
        request(caller, path)
            .header("Content-Type", "multipart/form-data; boundary=" + Multipart.BOUNDARY)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body.bytes())));
  }

  int port() {
    return door.port();
  }

  static JsonNode json(HttpResponse<byte[]> answer) throws IOException {
    return JSON.readTree(answer.body());
  }

  @Override
  public void close() {
    door.close();
  }

  /** A multipart body, part by part. */
  static final class Multipart {
    static final String BOUNDARY = "----studies";

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    Multipart file(String field, String fileName, byte[] content) {
      return part("form-data; name=\"" + field + "\"; filename=\"" + fileName + "\"", content);
    }

    Multipart field(String name, String value) {
      return part("form-data; name=\"" + name + "\"", value.getBytes(StandardCharsets.UTF_8));
    }

    Multipart part(String disposition, byte[] content) {
      text("--" + BOUNDARY + "\r\nContent-Disposition: " + disposition + "\r\n\r\n");
      body.writeBytes(content);
      text("\r\n");
      return this;
    }

    byte[] bytes() {
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      whole.writeBytes(body.toByteArray());
      whole.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
      return whole.toByteArray();
    }

    private void text(String text) {
      body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
