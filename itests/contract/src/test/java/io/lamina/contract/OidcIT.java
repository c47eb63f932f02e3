package io.lamina.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.lamina.contract.harness.Answer;
import io.lamina.contract.harness.Await;
import io.lamina.contract.harness.Client;
import io.lamina.contract.harness.Dialect;
import io.lamina.contract.harness.People;
import io.lamina.contract.harness.Server;
import io.lamina.testkit.TokenIssuer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** X-07, H-01: access tokens of an identity provider, which is another process, over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OidcIT {
  private final String id = UUID.randomUUID().toString();
  private TokenIssuer issuer;
  private Server server;
  private Client anonymous;
  private People.Person eve;

  @BeforeAll
  void start() {
    issuer = new TokenIssuer();
    server =
        Server.start(
            "oidc",
            Map.of(
                "LAMINA_ACCOUNTS_OIDC_ISSUER", issuer.issuer(),
                "LAMINA_ACCOUNTS_OIDC_AUDIENCE", "lamina",
                "LAMINA_ACCOUNTS_OIDC_CLIENT", "viewer, scripts",
                "LAMINA_ACCOUNTS_OIDC_ROLE_RADIOLOGY", "professor"));
    anonymous = new Client(server);
    eve = new People(server).person("eve", "eve@example.com", id, "annotator");
  }

  @AfterAll
  void stop() {
    server.close();
    issuer.close();
  }

  private Map<String, Object> claims(String subject) {
    return issuer.claims(subject, "lamina", "viewer", Instant.now());
  }

  private Answer me(String token) {
    return anonymous.bearer(token).get("/api/auth/me");
  }

  private String login(String keycloakId) {
    return "{\"keycloak_id\":\""
        + keycloakId
        + "\",\"username\":\"eve\",\"email\":\"eve@example.com\"}";
  }

  @Test
  void aTokenOpensForItsSubjectAndProvesS1sLogin() {
    final String token = issuer.token(claims(id));
    assertEquals(eve.id(), me(token).expect(200).json().get("id").asLong());
    final JsonNode mapped =
        me(issuer.token(issuer.claims(id, "lamina", "viewer", Instant.now(), "radiology")))
            .expect(200)
            .json();
    assertTrue(mapped.get("permissions").toString().contains("patient-image.write"));
    final JsonNode signedIn =
        anonymous.bearer(token).post("/api/auth/login", login(id)).expect(200).json();
    assertEquals(eve.id(), signedIn.get("user_id").asLong());
    assertEquals(200, me(signedIn.get("token").asText()).status());
    Dialect.MASKS.assertRefused(
        anonymous
            .bearer(token)
            .post("/api/auth/login", login("00000000-0000-4000-8000-000000000000")),
        401);
    Dialect.MASKS.assertRefused(anonymous.post("/api/auth/login", login(id)), 401);
  }

  @Test
  void everyOtherTokenIsRefusedInTheSameWords() {
    final String good = issuer.token(claims(id));
    final Map<String, Object> foreign = claims(id);
    foreign.put("aud", "another");
    final Map<String, Object> client = claims(id);
    client.put("azp", "another");
    final Map<String, Object> old = claims(id);
    old.put("exp", Instant.now().minusSeconds(600).getEpochSecond());
    final String wanted = me("x").expect(401).json().get("message").asText();
    for (final String token :
        new String[] {
          issuer.token(claims(UUID.randomUUID().toString())),
          issuer.token(foreign),
          issuer.token(client),
          issuer.token(old),
          issuer.token(Map.of("alg", "none"), claims(id)),
          good.substring(0, good.lastIndexOf('.') + 1)
        }) {
      assertEquals(wanted, me(token).expect(401).json().get("message").asText());
    }
  }

  @Test
  void aRotationIsSeenWithoutARestartAndAnOutageIsSurvived() {
    me(issuer.token(claims(id))).expect(200);
    issuer.be(TokenIssuer.Mood.FAILING);
    me(issuer.token(claims(id))).expect(200);
    issuer.be(TokenIssuer.Mood.GOOD);
    issuer.rotate(false);
    // asked at most every ten seconds, so that nobody can make us flood the provider
    Await.until(
        Duration.ofSeconds(60),
        () -> me(issuer.token(claims(id))).status() == 200,
        () -> "the new key was never seen: " + me(issuer.token(claims(id))));
    final String log = server.log();
    assertTrue(log.indexOf("eyJ") < 0, "no token in the log");
  }
}
