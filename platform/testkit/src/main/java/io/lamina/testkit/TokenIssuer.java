package io.lamina.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * An identity provider on this machine, over real HTTP: discovery, keys that rotate, tokens, and
 * every way to misbehave. Made with the JDK alone, so that it shares no code with what it tests.
 */
public final class TokenIssuer implements AutoCloseable {
  private static final String REALM = "/realms/hospital";
  private static final int HUGE = 64 * 1024 * 1024;

  /** What it answers. */
  public enum Mood {
    GOOD,
    /** 500. */
    FAILING,
    GARBAGE,
    /** Headers, some bytes, and nothing more until the end. */
    SLOW,
    /** A document of 64 MiB. */
    HUGE,
    /** Discovery names an issuer that is not this one. */
    FOREIGN,
    /** Sends elsewhere. */
    REDIRECTING
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();
  private final Map<String, KeyPair> keys = new LinkedHashMap<>();
  private volatile Mood mood = Mood.GOOD;
  private String newest;

  /** Starts one with one key on a free port. */
  public TokenIssuer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    rotate(false);
    server.start();
  }

  /** The {@code iss} of its tokens. */
  public String issuer() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + REALM;
  }

  public void be(Mood next) {
    mood = next;
  }

  /** How many requests came. */
  public int asked() {
    return asked.get();
  }

  /** Signs with a new key from now on. */
  public synchronized void rotate(boolean keepOld) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      if (!keepOld) {
        keys.clear();
      }
      newest = "key-" + Instant.now() + "-" + keys.size();
      keys.put(newest, generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Claims of a good access token in Keycloak's form, good from now for five minutes. */
  public Map<String, Object> claims(
      String subject, String audience, String client, Instant now, String... roles) {
    Map<String, Object> claims = new TreeMap<>();
    claims.put("iss", issuer());
    claims.put("sub", subject);
    claims.put("aud", List.of(audience, "account"));
    claims.put("azp", client);
    claims.put("typ", "Bearer");
    claims.put("iat", now.getEpochSecond());
    claims.put("exp", now.getEpochSecond() + 300);
    claims.put("realm_access", Map.of("roles", List.of(roles)));
    return claims;
  }

  /** Signs claims with the newest key. */
  public synchronized String token(Map<String, Object> claims) {
    return token(Map.of("alg", "RS256", "typ", "JWT", "kid", newest), claims);
  }

  /** As said, with another header. */
  public synchronized String token(Map<String, Object> header, Map<String, Object> claims) {
    String text = base64(json(header)) + "." + base64(json(claims));
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(keys.get(newest).getPrivate());
      signature.update(text.getBytes(StandardCharsets.US_ASCII));
      return text + "." + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.incrementAndGet();
    try (exchange) {
      switch (mood) {
        case GOOD -> send(exchange, 200, document(exchange, issuer()));
        case FOREIGN -> send(exchange, 200, document(exchange, issuer() + "-of-another"));
        case FAILING -> send(exchange, 500, "{}");
        case GARBAGE -> send(exchange, 200, "<html>maintenance");
        case REDIRECTING -> {
          exchange.getResponseHeaders().set("Location", issuer() + "/keys");
          send(exchange, 302, "{}");
        }
        case SLOW -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          closing.await();
        }
        case HUGE -> {
          exchange.sendResponseHeaders(200, 0);
          OutputStream body = exchange.getResponseBody();
          byte[] blanks = new byte[64 * 1024];
          Arrays.fill(blanks, (byte) ' ');
          for (int sent = 0; sent < HUGE; sent += blanks.length) {
            body.write(blanks);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String document(HttpExchange exchange, String issuer) {
    return exchange.getRequestURI().getPath().endsWith("/keys")
        ? json(Map.of("keys", publicKeys()))
        : json(Map.of("issuer", issuer, "jwks_uri", issuer() + "/keys"));
  }

  private synchronized List<Map<String, Object>> publicKeys() {
    List<Map<String, Object>> all = new ArrayList<>();
    keys.forEach(
        (id, pair) -> {
          RSAPublicKey key = (RSAPublicKey) pair.getPublic();
          all.add(
              Map.of(
                  "kty",
                  "RSA",
                  "use",
                  "sig",
                  "alg",
                  "RS256",
                  "kid",
                  id,
                  "n",
                  base64(unsigned(key.getModulus())),
                  "e",
                  base64(unsigned(key.getPublicExponent()))));
        });
    return all;
  }

  private static byte[] unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static String base64(String text) {
    return base64(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String json(Object value) {
    if (value instanceof Map<?, ?> object) {
      return object.entrySet().stream()
          .map(each -> json(each.getKey()) + ":" + json(each.getValue()))
          .collect(Collectors.joining(",", "{", "}"));
    }
    if (value instanceof Collection<?> list) {
      return list.stream().map(TokenIssuer::json).collect(Collectors.joining(",", "[", "]"));
    }
    return value instanceof String text
        ? '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"'
        : String.valueOf(value);
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
