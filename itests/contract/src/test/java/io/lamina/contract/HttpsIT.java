package io.lamina.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.contract.harness.Client;
import io.lamina.contract.harness.MaskFlow;
import io.lamina.contract.harness.People;
import io.lamina.contract.harness.Server;
import io.lamina.contract.harness.Tool;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
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
