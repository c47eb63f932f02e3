package io.lamina.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.contract.harness.Answer;
import io.lamina.contract.harness.Client;
import io.lamina.contract.harness.MaskFlow;
import io.lamina.contract.harness.People;
import io.lamina.contract.harness.RawHttp;
import io.lamina.contract.harness.Server;
import io.lamina.contract.harness.Tool;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A platform that others reach, and that was told nothing else (C-093): HTTPS, and HTTPS alone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpsIT {
  private static final String PUBLIC = "https://lamina.hospital.example";

  private final int port = Server.freePort();
  private Server server;

  @BeforeAll
  void start() {
    server =
        Server.start(
            "https",
            Map.of(
                "LAMINA_HTTP_HOST",
                "0.0.0.0",
                "LAMINA_HTTPS_PORT",
                Integer.toString(port),
                "LAMINA_REST_HEADER_SECONDS",
                "3",
                "LAMINA_REST_PUBLIC_URL",
                PUBLIC));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private static InetAddress own() throws SocketException {
    final Optional<InetAddress> own =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(each -> each instanceof Inet4Address && !each.isLoopbackAddress())
            .findFirst();
    return own.orElseGet(() -> Assumptions.abort("skipped: this machine has loopback alone"));
  }

  @Test
  void curlTrustsTheCertificateOnceItHasTheFile(@TempDir Path folder) throws IOException {
    final Path certificate = server.data().resolve("tls/self-signed.pem");
    final String url = "https://" + own().getHostAddress() + ":" + port + "/health";
    final Tool.Run run =
        Tool.curl().run(folder, Map.of(), "-sS", "-i", "--cacert", certificate.toString(), url);
    assertEquals(0, run.exit(), run::output);
    assertTrue(run.output().startsWith("HTTP/1.1 200"), run::output);
    assertTrue(!run.output().contains("Strict-Transport-Security"), run::output);
    final Tool.Run untrusted = Tool.curl().run(folder, Map.of(), "-sS", url);
    assertEquals(60, untrusted.exit(), "curl: peer certificate cannot be authenticated");
    final Tool.Run old =
        Tool.curl().run(folder, Map.of(), "-sS", "-k", "--tlsv1.0", "--tls-max", "1.1", url);
    assertTrue(old.exit() != 0, old::output);
  }

  /** What is no TLS at all, and what only looks like it. */
  @Test
  void garbageIsClosedAndHarmsNobody() throws Exception {
    final Random random = new Random(93);
    final List<byte[]> garbage = new ArrayList<>();
    for (int length : new int[] {1, 5, 6, 100, 5000, 100_000}) {
      final byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      garbage.add(bytes);
    }
    garbage.add("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    // records of a handshake: empty, longer than allowed, of an unknown type, of SSL 2
    garbage.add(new byte[] {22, 3, 1, 0, 0});
    garbage.add(new byte[] {22, 3, 1, (byte) 255, (byte) 255, 1, 2, 3});
    garbage.add(new byte[] {99, 3, 3, 0, 2, 1, 1});
    garbage.add(new byte[] {(byte) 128, 46, 1, 0, 2, 0, 21, 0, 0, 0, 16});
    final byte[] hello = clientHello();
    for (int i = 0; i < 60; i++) {
      final byte[] changed = hello.clone();
      for (int flips = 0; flips <= i / 10; flips++) {
        changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
      }
      garbage.add(changed);
    }
    for (final byte[] each : garbage) {
      try (Socket socket = connected()) {
        socket.getOutputStream().write(each);
        socket.getOutputStream().flush();
        socket.shutdownOutput();
        readToEnd(socket);
      } catch (SocketException e) {
        // a reset is an end too
      }
    }
    isHealthy();
  }

  /** Handshakes that stop half way and say no more, all of them open at the same time. */
  @Test
  void halfHandshakesAreClosedInTime() throws Exception {
    final byte[] hello = clientHello();
    final List<Socket> open = new ArrayList<>();
    try {
      for (final int length : new int[] {0, 1, 5, 6, 50, hello.length - 1, hello.length}) {
        for (int i = 0; i < 5; i++) {
          final Socket socket = connected();
          open.add(socket);
          socket.getOutputStream().write(hello, 0, length);
          socket.getOutputStream().flush();
        }
      }
      isHealthy();
      for (final Socket each : open) {
        readToEnd(each);
      }
    } finally {
      for (final Socket each : open) {
        each.close();
      }
    }
    isHealthy();
  }

  /** What a client says first. */
  private static byte[] clientHello() throws Exception {
    final SSLEngine engine = SSLContext.getDefault().createSSLEngine("localhost", 443);
    engine.setUseClientMode(true);
    engine.beginHandshake();
    final ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    engine.wrap(ByteBuffer.allocate(0), hello);
    return Arrays.copyOf(hello.array(), hello.position());
  }

  private Socket connected() throws IOException {
    final Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(RawHttp.BOUND_MILLIS);
    return socket;
  }

  /** Fails with a time-out where the server does not close. */
  private static void readToEnd(Socket socket) throws IOException {
    try {
      final byte[] buffer = new byte[16_384];
      int count = 0;
      while (count >= 0) {
        count = socket.getInputStream().read(buffer);
      }
    } catch (SocketException e) {
      // a reset is an end too
    }
  }

  private void isHealthy() throws Exception {
    new Client(server).get("/health").expect(200);
    assertEquals(200, overTls(server, port, "/health/live").statusCode());
  }

  private static HttpResponse<String> overTls(Server server, int port, String path)
      throws Exception {
    final Path certificate = server.data().resolve("tls/self-signed.pem");
    final KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    try (InputStream in = Files.newInputStream(certificate)) {
      trusted.setCertificateEntry(
          "server", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    final TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    final SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return HttpClient.newBuilder()
        .sslContext(context)
        .build()
        .send(
            HttpRequest.newBuilder(URI.create("https://localhost:" + port + path)).build(),
            HttpResponse.BodyHandlers.ofString());
  }

  /** By the connection itself: no public address says that all is HTTPS. */
  @Test
  void cookiesOverTlsAreSecure() throws Exception {
    final int ownPort = Server.freePort();
    final Map<String, String> environment =
        Map.of("LAMINA_HTTP_HOST", "0.0.0.0", "LAMINA_HTTPS_PORT", Integer.toString(ownPort));
    try (Server plain = Server.start("https-cookies", environment)) {
      final HttpResponse<String> form = overTls(plain, ownPort, "/login/");
      assertEquals(200, form.statusCode());
      final List<String> cookies = form.headers().allValues("Set-Cookie");
      assertFalse(cookies.isEmpty(), "the form sets its cookie");
      for (final String cookie : cookies) {
        assertTrue(isSecure(cookie), () -> attributes(cookie));
      }
      final Answer onLoopback = new Client(plain).get("/login/").expect(200);
      for (final String cookie : onLoopback.headers().allValues("Set-Cookie")) {
        assertFalse(isSecure(cookie), () -> "a browser would not send it: " + attributes(cookie));
      }
    }
  }

  private static boolean isSecure(String cookie) {
    return List.of(cookie.split("; ?")).contains("Secure");
  }

  /** A cookie without its value. */
  private static String attributes(String cookie) {
    return cookie.replaceFirst("=[^;]*", "");
  }

  @Test
  void plainHttpStaysOnLoopback() throws IOException {
    new Client(server).get("/health").expect(200);
    try (Socket socket = new Socket()) {
      assertThrows(
          ConnectException.class,
          () -> socket.connect(new InetSocketAddress(own(), server.port()), 5000));
    }
  }

  @Test
  void theOperatorIsToldTheFingerprint() throws IOException {
    final String fingerprint =
        Files.readString(server.data().resolve("run/https.fingerprint")).strip();
    assertTrue(fingerprint.matches("([0-9A-F]{2}:){31}[0-9A-F]{2}"), fingerprint);
    assertTrue(server.log().contains(fingerprint));
    final String status = server.command("status");
    assertTrue(status.contains(":" + port), status);
    assertTrue(status.contains(fingerprint), status);
  }

  @Test
  void presignedLinksCarryThePublicAddress() {
    final People people = new People(server);
    final long project = people.project();
    final MaskFlow flow = new MaskFlow(people.editor(project), project);
    final long annotation = flow.annotation();
    final String link =
        flow.uploadUrl(annotation, flow.group(annotation), "a.png").get("upload_url").asText();
    assertTrue(link.startsWith(PUBLIC + "/objects/"), "the link begins elsewhere");
  }
}
