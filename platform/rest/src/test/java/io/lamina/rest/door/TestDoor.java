package io.lamina.rest.door;

import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Authenticator;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Credentials;
import io.lamina.api.identity.Permission;
import io.lamina.rest.config.ConnectionSettings;
import io.lamina.rest.config.DoorSettings;
import io.lamina.rest.config.MonitoringSettings;
import io.lamina.rest.config.Pace;
import io.lamina.rest.config.TlsSettings;
import io.lamina.rest.health.CapabilityState;
import io.lamina.rest.limits.LimitsSettings;
import io.lamina.rest.limits.RateLimits;
import io.lamina.testkit.FakeKeyVault;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A front door on a free port, and a client for it. */
final class TestDoor implements AutoCloseable {
  static final String ADMIN =
      "Basic " + Base64.getEncoder().encodeToString("admin:right".getBytes(StandardCharsets.UTF_8));

  final FrontDoor door;
  final List<CapabilityState> installed = new ArrayList<>();
  final Set<String> complete = ConcurrentHashMap.newKeySet();
  volatile Authenticator accounts = TestDoor::signIn;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** Kept: a closed door has none any more, and tests ask it all the same. */
  private final int port;

  TestDoor() throws IOException {
    this(settings(null, List.of(), List.of()));
  }

  TestDoor(DoorSettings settings) throws IOException {
    this(settings, new RateLimits(LimitsSettings.shipped(Map.of("LAMINA_RATE_LIMITS", "off"))));
  }

  TestDoor(DoorSettings settings, RateLimits limits) throws IOException {
    door =
        new FrontDoor(
            settings, () -> accounts, () -> installed, complete::contains, limits, "0.1.0");
    door.start();
    try {
      door.useKeys(new FakeKeyVault());
    } catch (IOException e) {
      door.close();
      throw e;
    }
    port = door.port();
    awaitRoute("GET", "/api/capabilities");
  }

  static DoorSettings settings(Path data, List<String> proxies, List<String> origins) {
    return new DoorSettings(
        0,
        "127.0.0.1",
        0,
        TlsSettings.OFF,
        null,
        proxies,
        origins,
        1 << 20,
        Duration.ofSeconds(10),
        Duration.ofSeconds(20),
        60,
        data,
        false,
        new MonitoringSettings("", List.of(), Duration.ofSeconds(2), 400),
        new ConnectionSettings(
            1024, 256, Duration.ofSeconds(15), new Pace(1000, Duration.ofSeconds(30))));
  }

  private static Caller signIn(Credentials credentials, String address) {
    boolean right = false;
    if (credentials instanceof Credentials.Basic basic) {
      right = basic.username().equals("admin") && basic.password().equals("right");
    } else if (credentials instanceof Credentials.Bearer bearer) {
      right = bearer.token().equals("good");
    } else if (credentials instanceof Credentials.ApiKey key) {
      right = key.key().equals("good");
    }
    if (!right) {
      throw LaminaException.unauthenticated("Wrong user name, password or token");
    }
    return new Caller(7, "admin", Set.of("admin"), Set.of(Permission.values()), address);
  }

  void add(String capability, Object... resources) {
    for (Object resource : resources) {
      door.routes().addResource(capability, resource);
    }
    awaitServed(resources);
  }

  /** Resources are built in a thread of the registry. */
  void awaitServed(Object... resources) {
    await(
        () ->
            List.of(resources).stream()
                .allMatch(
                    resource ->
                        door.routes().table().routes().stream()
                            .anyMatch(route -> route.owner() == resource)));
  }

  void awaitRoute(String method, String template) {
    await(
        () ->
            door.routes().table().routes().stream()
                .anyMatch(
                    route ->
                        route.method().equals(method)
                            && route.template().toString().equals(template)
                            && !route.away()));
  }

  static void await(java.util.function.BooleanSupplier condition) {
    long end = System.nanoTime() + 20_000_000_000L;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("it never happened");
      }
      Thread.onSpinWait();
    }
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  HttpResponse<String> get(String path) throws IOException {
    return send(request(path).header("Authorization", ADMIN));
  }

  HttpResponse<String> post(String path, String json) throws IOException {
    return send(
        request(path)
            .header("Authorization", ADMIN)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  /** Bytes as they are; the answer until the server closes. */
  String raw(String request) throws IOException {
    return rawFrom("127.0.0.1", request);
  }

  /** The same from another address of this machine. */
  String rawFrom(String address, String request) throws IOException {
    try (Socket socket =
        new Socket(InetAddress.getByName("127.0.0.1"), port, InetAddress.getByName(address), 0)) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    door.close();
  }
}
