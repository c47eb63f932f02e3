package io.lamina.rest.door;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.rest.config.DoorSettings;
import io.lamina.rest.config.TlsSettings;
import io.lamina.rest.health.CapabilityState;
import io.lamina.rest.limits.LimitsSettings;
import io.lamina.rest.limits.RateLimits;
import io.lamina.testkit.FakeKeyVault;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
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
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    return trusting((X509Certificate) store.getCertificate(store.aliases().nextElement()));
  }

  private static SSLContext trusting(X509Certificate certificate) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", certificate);
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
      HttpResponse<String> answer = get(trusting(first), door.door, "/");
      assertEquals(200, answer.statusCode());
      assertTrue(answer.headers().firstValue("Strict-Transport-Security").isEmpty());
      assertEquals(
          "rw-------",
          PosixFilePermissions.toString(
              Files.getPosixFilePermissions(tls.resolve("self-signed.p12"))));
      assertEquals(Set.of("self-signed.p12", "self-signed.pem"), namesIn(tls));
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

  private static Set<String> namesIn(Path tls) throws IOException {
    try (Stream<Path> files = Files.list(tls)) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  /** A stolen data folder holds the store; what opens it comes from the key file elsewhere. */
  @Test
  void theDataFolderAloneDoesNotGiveTheKeyAway() throws Exception {
    try (TestDoor door = new TestDoor(settings(selfSigned()))) {
      shown(door.door);
    }
    Path store = folder.resolve("data/tls/self-signed.p12");
    byte[] secret = new FakeKeyVault().secret("tls.self-signed", 32);
    String right = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    KeyStore opened = KeyStore.getInstance(store.toFile(), right.toCharArray());
    assertTrue(opened.getKey("lamina", right.toCharArray()) != null);
    List<String> guesses = new ArrayList<>(List.of("", "changeit", "lamina"));
    try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        guesses.addAll(
            List.of(Files.readString(file, StandardCharsets.ISO_8859_1).strip().split("\\s+")));
      }
    }
    for (String guess : guesses) {
      assertThrows(
          IOException.class, () -> KeyStore.getInstance(store.toFile(), guess.toCharArray()));
    }
  }

  /** What a version left that kept the password beside the store. */
  @Test
  void takesOverTheCertificateOfAnOlderVersion() throws Exception {
    X509Certificate before;
    try (TestDoor door = new TestDoor(settings(selfSigned()))) {
      before = shown(door.door);
    }
    Path tls = folder.resolve("data/tls");
    Path file = tls.resolve("self-signed.p12");
    byte[] secret = new FakeKeyVault().secret("tls.self-signed", 32);
    char[] ours = Base64.getUrlEncoder().withoutPadding().encodeToString(secret).toCharArray();
    KeyStore store = KeyStore.getInstance(file.toFile(), ours);
    KeyStore old = KeyStore.getInstance("PKCS12");
    old.load(null, null);
    old.setKeyEntry(
        "lamina",
        store.getKey("lamina", ours),
        "beside".toCharArray(),
        store.getCertificateChain("lamina"));
    try (OutputStream out = Files.newOutputStream(file)) {
      old.store(out, "beside".toCharArray());
    }
    Files.writeString(tls.resolve("self-signed.password"), "beside\n");
    try (TestDoor door = new TestDoor(settings(selfSigned()))) {
      assertEquals(before, shown(door.door), "clients that know its fingerprint go on");
    }
    assertEquals(Set.of("self-signed.p12", "self-signed.pem"), namesIn(tls));
    assertTrue(KeyStore.getInstance(file.toFile(), ours).containsAlias("lamina"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "this is no key store", "half"})
  void aBrokenOneIsPutAsideAndTheDoorOpensWithANewOne(String content) throws Exception {
    X509Certificate before;
    try (TestDoor door = new TestDoor(settings(selfSigned()))) {
      before = shown(door.door);
    }
    Path tls = folder.resolve("data/tls");
    Path file = tls.resolve("self-signed.p12");
    byte[] broken =
        content.equals("half")
            ? Arrays.copyOf(Files.readAllBytes(file), 300)
            : content.getBytes(StandardCharsets.US_ASCII);
    Files.write(file, broken);
    try (TestDoor door = new TestDoor(settings(selfSigned()))) {
      X509Certificate after = shown(door.door);
      assertNotEquals(before, after);
      assertEquals(200, get(trusting(after), door.door, "/").statusCode());
    }
    assertArrayEquals(broken, Files.readAllBytes(tls.resolve("self-signed.p12.broken")));
  }

  @Test
  void whatCannotBeReadAtAllIsSaidInOneLine() throws Exception {
    Path tls = Files.createDirectories(folder.resolve("data/tls"));
    Files.createDirectories(tls.resolve("self-signed.p12"));
    String said = refusal(selfSigned());
    assertTrue(said.contains(tls.toString()) && said.contains("remove it"), said);
  }

  /** HTTP and /health are there before, and say what is missing. */
  @Test
  void opensWhenTheKeysAreOpen() throws Exception {
    RateLimits limits = new RateLimits(LimitsSettings.shipped(Map.of()));
    DoorSettings settings = settings(selfSigned());
    CapabilityState platform =
        new CapabilityState("platform", "0.1.0", CapabilityState.State.ACTIVE, "");
    try (FrontDoor door =
        new FrontDoor(
            settings, () -> null, () -> List.of(platform), name -> true, limits, "0.1.0")) {
      door.start();
      assertEquals(0, door.httpsPort());
      HttpResponse<String> health =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.port() + "/health"))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      assertEquals(503, health.statusCode());
      assertTrue(health.body().contains("HTTPS waits for the keys"), health::body);
      door.useKeys(new FakeKeyVault());
      X509Certificate first = shown(door);
      int port = door.httpsPort();
      door.useKeys(new FakeKeyVault());
      assertEquals(port, door.httpsPort());
      assertEquals(first, shown(door));
    }
  }

  @Test
  void aDoorThatDoesNotOpenLeavesNoThreads() {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    refusal(own(folder.resolve("absent"), null));
    DoorSettings wrong =
        TestDoor.settings(folder.resolve("data"), List.of("no address"), List.of());
    assertThrows(IllegalArgumentException.class, () -> new TestDoor(wrong));
    TestDoor.await(
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .noneMatch(thread -> thread.getName().startsWith("lamina-")));
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
