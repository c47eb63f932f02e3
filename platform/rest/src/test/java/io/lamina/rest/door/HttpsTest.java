package io.lamina.rest.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.rest.config.DoorSettings;
import io.lamina.rest.config.TlsSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTPS: its certificate, what it speaks, how it changes while it runs (C-093). */
class HttpsTest {
  private static final String PASSWORD = "change-it-1";

  @TempDir Path folder;

  private DoorSettings settings(TlsSettings tls) {
    return TestDoor.settings(folder.resolve("data"), List.of(), List.of()).withTls(tls);
  }

  private static TlsSettings selfSigned() {
    return new TlsSettings("127.0.0.1", -1, null, "", null, 31_536_000);
  }

  private static TlsSettings own(Path keystore, Path passwordFile) {
    return new TlsSettings(
        "127.0.0.1", -1, keystore, passwordFile == null ? PASSWORD : "", passwordFile, 31_536_000);
  }

  /** As hospital IT makes one for a test. */
  private Path keystore(String name, String type) throws Exception {
    Path file = folder.resolve(name);
    Files.deleteIfExists(file);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(
        List.of("-genkeypair", "-alias", "lamina", "-keyalg", "RSA", "-keysize", "2048"));
    command.addAll(List.of("-dname", "CN=" + name, "-ext", "san=ip:127.0.0.1,dns:localhost"));
    command.addAll(List.of("-storetype", type, "-keystore", file.toString()));
    command.addAll(List.of("-storepass", PASSWORD, "-keypass", PASSWORD));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes());
    assertTrue(keytool.waitFor(60, TimeUnit.SECONDS) && keytool.exitValue() == 0, said);
    return file;
  }

  private static SSLContext trusting(KeyStore store) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    String alias = store.aliases().nextElement();
    trusted.setCertificateEntry(alias, store.getCertificate(alias));
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }

  private static HttpResponse<String> get(SSLContext trust, FrontDoor door, String path)
      throws Exception {
    return HttpClient.newBuilder()
        .sslContext(trust)
        .version(HttpClient.Version.HTTP_1_1)
        .build()
        .send(
            HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + door.httpsPort() + path))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  /** The certificate that is shown now, whatever it is. */
  private static X509Certificate shown(FrontDoor door, String... protocols) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Anything()}, null);
    try (SSLSocket socket =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), door.httpsPort())) {
      if (protocols.length > 0) {
        socket.setEnabledProtocols(protocols);
      }
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  private static final class Anything implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
      // never asked
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      // the test looks at the certificate itself
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  private static String fingerprint(X509Certificate certificate) throws Exception {
    return HexFormat.ofDelimiter(":")
        .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()))
        .toUpperCase(Locale.ROOT);
  }

  @Test
  void makesACertificateOnceThatIsGoodForTheNamesOfThisMachine() throws Exception {
    X509Certificate first;
    try (TestDoor door = new TestDoor(settings(selfSigned()))) {
      first = shown(door.door);
      Path tls = folder.resolve("data/tls");
      String password = Files.readString(tls.resolve("self-signed.password")).strip();
      KeyStore store =
          KeyStore.getInstance(tls.resolve("self-signed.p12").toFile(), password.toCharArray());
      HttpResponse<String> answer = get(trusting(store), door.door, "/");
      assertEquals(200, answer.statusCode());
      assertTrue(answer.headers().firstValue("Strict-Transport-Security").isEmpty());
      for (String file : List.of("self-signed.p12", "self-signed.password")) {
        assertEquals(
            "rw-------",
            PosixFilePermissions.toString(Files.getPosixFilePermissions(tls.resolve(file))));
      }
      assertEquals(
          fingerprint(first),
          Files.readString(folder.resolve("data/run/https.fingerprint")).strip());
    }
    assertEquals("EC", first.getPublicKey().getAlgorithm());
    assertTrue(first.getNotAfter().toInstant().isAfter(Instant.now().plus(Duration.ofDays(700))));
    List<Object> names = new ArrayList<>();
    first.getSubjectAlternativeNames().forEach(each -> names.add(each.get(1)));
    assertTrue(names.containsAll(List.of("localhost", "127.0.0.1")), names::toString);
    try (TestDoor again = new TestDoor(settings(selfSigned()))) {
      assertEquals(first, shown(again.door), "a restart keeps it");
    }
  }

  @Test
  void usesAKeyStoreOfEitherKindAndAPasswordFile() throws Exception {
    Path password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
    for (String type : List.of("PKCS12", "JKS")) {
      Path file = keystore("own-" + type, type);
      try (TestDoor door = new TestDoor(settings(own(file, password)))) {
        KeyStore store = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
        HttpResponse<String> answer = get(trusting(store), door.door, "/");
        assertEquals(200, answer.statusCode());
        assertEquals(
            "max-age=31536000",
            answer.headers().firstValue("Strict-Transport-Security").orElse(""));
        assertTrue(
            door.send(door.request("/"))
                .headers()
                .firstValue("Strict-Transport-Security")
                .isEmpty(),
            "RFC 6797: not over plain HTTP");
      }
    }
  }

  @Test
  void takesInAChangedKeyStoreAndKeepsTheOldOneWhereTheNewOneIsBroken() throws Exception {
    Path file = keystore("first", "PKCS12");
    Path next = keystore("second", "PKCS12");
    try (TestDoor door = new TestDoor(settings(own(file, null)))) {
      X509Certificate first = shown(door.door);
      Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
      TestDoor.await(() -> subject(door.door).contains("second"));
      assertFalse(first.equals(shown(door.door)));
      Files.writeString(file, "this is no key store");
      Path third = keystore("third", "PKCS12");
      assertTrue(subject(door.door).contains("second"));
      Files.move(third, file, StandardCopyOption.REPLACE_EXISTING);
      TestDoor.await(() -> subject(door.door).contains("third"));
    }
  }

  private static String subject(FrontDoor door) {
    try {
      return shown(door).getSubjectX500Principal().getName();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void speaksNothingOlderThanTls12() throws Exception {
    try (TestDoor door = new TestDoor(settings(selfSigned()))) {
      for (String good : List.of("TLSv1.2", "TLSv1.3")) {
        assertTrue(shown(door.door, good) != null, good);
      }
      for (String old : List.of("TLSv1", "TLSv1.1")) {
        assertThrows(SSLException.class, () -> shown(door.door, old));
      }
    }
  }

  @Test
  void saysInWordsWhatIsWrongWithAKeyStore() throws Exception {
    Path file = keystore("own", "PKCS12");
    Path wrong = Files.writeString(folder.resolve("wrong"), "not-this-one");
    Path absent = folder.resolve("absent");
    assertTrue(refusal(own(file, wrong)).contains("password does not open"));
    assertTrue(refusal(own(absent, null)).contains("not there"));
    assertTrue(refusal(own(file, absent)).contains("password file"));
    Path garbage = Files.writeString(folder.resolve("garbage"), "x".repeat(500));
    assertTrue(refusal(own(garbage, null)).contains("garbage"));
  }

  private String refusal(TlsSettings tls) {
    return assertThrows(IOException.class, () -> new TestDoor(settings(tls))).getMessage();
  }
}
