package io.lamina.contract.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lamina.contract.harness.Answer;
import io.lamina.contract.harness.Client;
import io.lamina.contract.harness.Hostile;
import io.lamina.contract.harness.People;
import io.lamina.contract.harness.RawHttp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Credentials that somebody made himself (H-15): 401 for all, and no failure. */
@ExtendWith(Hostile.OneServer.class)
@Execution(ExecutionMode.SAME_THREAD)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenFuzzIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PROTECTED = "/api/auth/me";

  private Hostile hostile;
  private String token;
  private ObjectNode header;
  private ObjectNode claims;
  private JsonNode publicKey;

  @BeforeAll
  void sound(Hostile hostile) throws IOException {
    this.hostile = hostile;
    token =
        hostile
            .anonymous()
            .post(
                "/api/auth/login",
                "{\"username\":\"%s\",\"password\":\"%s\"}"
                    .formatted(hostile.editor().username(), People.PASSWORD))
            .expect(200)
            .json()
            .get("token")
            .asText();
    final String[] parts = token.split("\\.");
    header = (ObjectNode) JSON.readTree(Base64.getUrlDecoder().decode(parts[0]));
    claims = (ObjectNode) JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
    publicKey = hostile.anonymous().get("/api/auth/jwks").expect(200).json().get("keys").get(0);
    hostile.anonymous().bearer(token).get(PROTECTED).expect(200);
  }

  @Test
  void tokenOfOwnMakingIsRefused() throws GeneralSecurityException {
    final List<String> forged = new ArrayList<>();
    for (final String none : List.of("none", "None", "NONE", "nOnE", "")) {
      forged.add(unsigned(header.deepCopy().put("alg", none), claims) + ".");
      forged.add(
          unsigned(header.deepCopy().put("alg", none), claims) + "." + token.split("\\.")[2]);
    }
    // the public key is known to all: as the secret of an HMAC it proves nothing
    for (final String secret :
        List.of(
            publicKey.toString(), publicKey.path("x").asText(), publicKey.path("n").asText("n"))) {
      forged.add(hmac(header.deepCopy().put("alg", "HS256"), claims, secret));
    }
    for (final String curve : List.of("secp256r1", "secp384r1", "secp521r1")) {
      final PrivateKey own = own("EC", curve);
      forged.add(signed(header, claims, own, "SHA256withECDSAinP1363Format"));
      final ObjectNode carried = header.deepCopy();
      carried.putObject("jwk").put("kty", "EC").put("crv", "P-256");
      forged.add(signed(carried, claims, own, "SHA256withECDSAinP1363Format"));
    }
    forged.add(
        signed(header.deepCopy().put("alg", "RS256"), claims, own("RSA", null), "SHA256withRSA"));
    for (final String kid :
        List.of(
            "../../../../dev/null",
            "/etc/passwd",
            "' or '1'='1",
            "a\u0000b",
            "x".repeat(3000),
            "",
            "http://127.0.0.1:1/keys")) {
      forged.add(hmac(header.deepCopy().put("alg", "HS256").put("kid", kid), claims, ""));
      forged.add(again(header.deepCopy().put("kid", kid), claims));
      forged.add(again(header.deepCopy().put("jku", kid).put("x5u", kid), claims));
    }
    final long now = System.currentTimeMillis() / 1000;
    forged.add(again(header, claims.deepCopy().put("exp", now + 999_999)));
    forged.add(again(header, claims.deepCopy().put("sub", "1")));
    forged.add(again(header, claims.deepCopy().put("iss", "other")));
    forged.add(again(header, claims.deepCopy().put("exp", "never")));
    forged.add(again(header, claims.deepCopy().putNull("exp")));
    forged.add(token + ".");
    forged.add(token + "." + token);
    forged.add("." + token);
    forged.add(token.substring(0, token.lastIndexOf('.')));
    forged.add(token.substring(0, token.lastIndexOf('.') + 1));
    forged.add("..");
    forged.add(".".repeat(500));
    forged.add("e".repeat(9000));
    forged.add(encode("[".repeat(2000)) + "." + encode("{}") + ".AAAA");
    forged.add(encode("{\"alg\":{}}") + "." + encode("[]") + "." + encode("x"));
    for (final String each : forged) {
      refused(bearer(each), each);
    }
    hostile.assertUnharmed();
  }

  @Test
  void everyChangedBitOfATokenEndsIt() {
    final Random random = new Random(Hostile.SEED);
    final String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
    for (int i = 0; i < Math.min(Hostile.MUTATIONS, 3000); i++) {
      final StringBuilder changed = new StringBuilder(token);
      final int at = random.nextInt(token.length() - 1); // the last letter has bits to spare
      final char other = letters.charAt(random.nextInt(letters.length()));
      if (other == token.charAt(at)) {
        continue;
      }
      switch (random.nextInt(3)) {
        case 0 -> changed.setCharAt(at, other);
        case 1 -> changed.insert(at, other);
        default -> changed.deleteCharAt(at);
      }
      if (!changed.toString().equals(token)) {
        refused(bearer(changed.toString()), changed.toString());
      }
    }
    hostile.anonymous().bearer(token).get(PROTECTED).expect(200);
    hostile.assertUnharmed();
  }

  @Test
  void headersThatAreNoCredentialsAreRefused() throws IOException {
    final List<String> headers = new ArrayList<>();
    for (final String scheme :
        List.of("Basic", "Bearer", "basic", "Digest", "ApiKey", "Negotiate")) {
      for (final String value :
          List.of(
              "",
              " ",
              "=",
              "!!!!",
              "%%%",
              encode("admin"),
              encode(":"),
              encode("admin:"),
              encode(":" + "x".repeat(2000)),
              encode("\u0000:\u0000"),
              encode("admin:" + "p".repeat(7000)),
              Base64.getEncoder().encodeToString(new byte[] {(byte) 0xff, (byte) 0xfe, ':', 1}),
              "lam_" + "A".repeat(200),
              "x".repeat(8000))) {
        headers.add(scheme + " " + value);
      }
    }
    headers.add("Bearer\t" + token);
    headers.add("Bearer " + token + ", Basic eDp5");
    headers.add("\u00ff\u00fe");
    for (final String value : headers) {
      final Answer answer = raw("Authorization: " + value);
      hostile.check(answer, value);
      assertTrue(answer.status() >= 400 || value.startsWith("Bearer\t"), answer::toString);
    }
    for (final String line :
        List.of(
            "Authorization: Bearer " + token + "\r\nAuthorization: Basic " + encode("admin:x"),
            "Authorization : Bearer " + token,
            "Cookie: sessionid=" + "A".repeat(5000),
            "Cookie: sessionid=../../etc; sessionid=\"; csrftoken=\u0001",
            "Cookie: " + "a=b; ".repeat(2000),
            "X-API-Key: " + "k".repeat(5000),
            "X-API-Key: ' or 1=1",
            "X-User-ID: 1",
            "X-Forwarded-User: admin",
            "X-Forwarded-For: 127.0.0.1\r\nX-Remote-User: admin")) {
      final Answer answer = raw(line);
      hostile.check(answer, line);
      if (!line.contains(token)) {
        assertTrue(
            answer.status() == 401 || answer.status() == 400 || answer.status() == 431,
            answer::toString);
      }
    }
    hostile.assertUnharmed();
  }

  private Answer raw(String headers) throws IOException {
    return RawHttp.send(
        hostile.server(),
        "GET " + PROTECTED,
        ("GET "
                + PROTECTED
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + headers
                + "\r\n\r\n")
            .getBytes(StandardCharsets.ISO_8859_1));
  }

  private Client bearer(String forged) {
    return hostile.anonymous().bearer(forged.replaceAll("[^\\x21-\\x7e]", "_"));
  }

  private void refused(Client client, String what) {
    final Answer answer = hostile.check(client.get(PROTECTED), what);
    assertEquals(401, answer.status(), () -> what + "\n" + token + "\n" + answer);
  }

  private static PrivateKey own(String algorithm, String curve) throws GeneralSecurityException {
    final KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    if (curve != null) {
      generator.initialize(new ECGenParameterSpec(curve));
    }
    final KeyPair pair = generator.generateKeyPair();
    return pair.getPrivate();
  }

  /** With the signature of the sound one. */
  private String again(ObjectNode head, ObjectNode body) {
    return unsigned(head, body) + "." + token.split("\\.")[2];
  }

  private static String unsigned(ObjectNode head, ObjectNode body) {
    return encode(head.toString()) + "." + encode(body.toString());
  }

  private static String signed(ObjectNode head, ObjectNode body, PrivateKey key, String algorithm)
      throws GeneralSecurityException {
    final String text = unsigned(head, body);
    final Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(text.getBytes(StandardCharsets.US_ASCII));
    return text + "." + encode(signature.sign());
  }

  private static String hmac(ObjectNode head, ObjectNode body, String secret)
      throws GeneralSecurityException {
    final String text = unsigned(head, body);
    final Mac mac = Mac.getInstance("HmacSHA256");
    final byte[] key = secret.isEmpty() ? new byte[1] : secret.getBytes(StandardCharsets.UTF_8);
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return text + "." + encode(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String encode(String text) {
    return encode(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
