package io.lamina.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.lamina.contract.harness.Answer;
import io.lamina.contract.harness.Client;
import io.lamina.contract.harness.Database;
import io.lamina.contract.harness.Dialect;
import io.lamina.contract.harness.MaskFlow;
import io.lamina.contract.harness.Multipart;
import io.lamina.contract.harness.On;
import io.lamina.contract.harness.People;
import io.lamina.contract.harness.Server;
import io.lamina.contract.harness.Slice;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in, and who sees what. */
@On(Database.H2)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CredentialsIT {
  private Client anonymous;
  private People people;
  private People.Person owner;
  private long project;
  private String token;

  @BeforeAll
  void owner(Server server) {
    anonymous = new Client(server);
    people = new People(server);
    project = people.project();
    owner = people.editor(project);
    token = login(owner.username(), People.PASSWORD).expect(200).json().get("token").asText();
  }

  /** C-060, X-06: S5's shape, and the superset of both answers. */
  @Test
  void passwordLoginGivesATokenThatWorksEverywhere() {
    final JsonNode body = login(owner.username(), People.PASSWORD).expect(200).json();
    assertEquals(owner.id(), body.get("user_id").asLong());
    assertEquals(body.get("token"), body.get("access_token"));
    assertEquals("Bearer", body.get("token_type").asText());
    assertEquals(86400, body.get("expires_in").asInt());
    assertTrue(body.get("success").asBoolean());
    assertEquals(3, body.get("token").asText().split("\\.", -1).length, "a JWT");
    assertEquals(200, anonymous.bearer(token).get("/viewer/api/studies/").status());
    assertEquals(200, anonymous.bearer(token).get("/api/annotations").status());
  }

  /** H-15. */
  @Test
  void tokensAreSignedByAnAsymmetricKey() {
    final String header =
        new String(
            Base64.getUrlDecoder().decode(token.split("\\.", -1)[0]), StandardCharsets.UTF_8);
    assertTrue(header.matches(".*\"alg\":\"(RS|PS|ES|Ed).*"), header);
  }

  /** H-01: the body of S1's log-in alone proves nothing, and a wrong one tells nothing. */
  @Test
  void keycloakLoginNeedsProof() {
    final var body = MaskFlow.body("S1/login.http", Map.of());
    body.put("keycloak_id", "00000000-0000-4000-8000-000000000000")
        .put("username", owner.username());
    final Answer unknown = anonymous.post("/api/auth/login", body.toString());
    Dialect.MASKS.assertRefused(unknown, 401);
    final Answer wrong = login(owner.username(), "wrong");
    Dialect.VIEWER.assertRefused(wrong, 401);
    final Answer nobody = login("nobody-of-this-name", "wrong");
    assertEquals(message(wrong), message(nobody), "does not say which names exist");
  }

  @Test
  void damagedTokensAreRefused() {
    final String[] parts = token.split("\\.", -1);
    final String none =
        Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                    "{\"alg\":\"none\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8))
            + "."
            + parts[1]
            + ".";
    final String flipped = parts[1].charAt(5) == 'A' ? "B" : "A";
    final String otherPayload = parts[1].substring(0, 5) + flipped + parts[1].substring(6);
    for (final String bad :
        new String[] {
          none,
          parts[0] + "." + otherPayload + "." + parts[2],
          parts[0] + "." + parts[1] + ".AAAA",
          token + "x",
          "x"
        }) {
      refusedEverywhere("Bearer " + bad);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer",
        "Bearer ",
        "Basic",
        "Basic !!!",
        "Basic bm9jb2xvbg==",
        "Digest username=x",
        "Basic YWRtaW46YWRtaW4=",
        "garbage"
      })
  void malformedCredentialsAreRefused(String header) {
    refusedEverywhere(header);
  }

  /** H-10, D-03: what one may not read does not exist for him. */
  @Test
  void foreignObjectsAreNotFound() {
    final MaskFlow flow = new MaskFlow(owner, project);
    final MaskFlow.Done done = flow.run(anonymous, 5);
    final JsonNode uploaded =
        owner
            .client()
            .post(
                "/viewer/api/upload/",
                new Multipart().field("project_id", "" + project).file("a.dcm", Slice.any().file()))
            .expect(200)
            .json();
    final long study = uploaded.get("study_id").asLong();
    final long image = uploaded.at("/uploaded_files/0/image_id").asLong();
    final Client stranger = people.editor(people.project()).client();
    for (final String path :
        new String[] {
          "/api/annotations/" + done.annotation(),
          done.groups(),
          done.group(""),
          done.group("/masks"),
          done.group("/masks/stats"),
          done.group("/masks/" + done.mask())
        }) {
      assertEquals(200, owner.client().get(path).status(), path);
      Dialect.MASKS.assertRefused(stranger.get(path), 404);
    }
    Dialect.MASKS.assertRefused(stranger.delete(done.group("")), 404);
    Dialect.MASKS.assertRefused(stranger.put(done.group(""), "{\"group_name\":\"mine\"}"), 404);
    for (final String path :
        new String[] {
          "/viewer/api/studies/" + study + "/images/",
          "/viewer/api/images/" + image + "/data/",
          "/viewer/api/images/" + image + "/pixels/"
        }) {
      assertEquals(200, owner.client().get(path).status(), path);
      Dialect.VIEWER.assertRefused(stranger.get(path), 404);
    }
    assertEquals("[]", stranger.get("/viewer/api/studies/").expect(200).json().toString());
  }

  /** A group belongs to its annotation and a mask to its group: no way in by mixing paths. */
  @Test
  void idsOfAnotherPathAreNotFound() {
    final MaskFlow flow = new MaskFlow(owner, project);
    final MaskFlow.Done one = flow.run(anonymous, 6);
    final MaskFlow.Done other = flow.run(anonymous, 7);
    assertNotEquals(one.group(), other.group());
    Dialect.MASKS.assertRefused(
        owner.client().get(one.groups() + "/" + other.group() + "/masks/" + other.mask()), 404);
    Dialect.MASKS.assertRefused(owner.client().get(one.group("/masks/" + other.mask())), 404);
    // H-05: a path of another group is not signed
    Dialect.MASKS.assertRefused(
        owner
            .client()
            .post(
                one.group("/masks/" + one.mask() + "/download-url"),
                "{\"file_path\":\"" + other.filePath() + "\"}"));
  }

  /** H-11: a link is good for its object, its method and once. */
  @Test
  void linksCannotBeBent() {
    final MaskFlow flow = new MaskFlow(owner, project);
    final long annotation = flow.annotation();
    final long group = flow.group(annotation);
    final String url = flow.uploadUrl(annotation, group, "bent.png").get("upload_url").asText();
    final byte[] png = MaskFlow.png(9);
    final String other = url.replace("bent.png", "other.png");
    final String longer = url.replaceAll("X-Amz-Expires=\\d+", "X-Amz-Expires=604800");
    for (final String bent : new String[] {other, longer, url.replaceAll("\\?.*", "")}) {
      assertNotEquals(url, bent, "the link has another shape than S3's");
      final Answer refused = flow.put(anonymous, bent, annotation, group, png);
      assertTrue(refused.status() >= 400 && refused.status() < 500, refused::toString);
    }
    assertTrue(anonymous.get(url).status() >= 400, "an upload link does not read");
    assertEquals(200, flow.put(anonymous, url, annotation, group, png).status());
    final Answer again = flow.put(anonymous, url, annotation, group, MaskFlow.png(10));
    assertTrue(again.status() >= 400 && again.status() < 500, "one link, one upload: " + again);
  }

  private void refusedEverywhere(String header) {
    final Client client = anonymous.with(header);
    final Answer studies = client.get("/viewer/api/studies/");
    Dialect.VIEWER.assertRefused(studies, 401);
    assertTrue(studies.headers().firstValue("WWW-Authenticate").isPresent(), studies::toString);
    Dialect.MASKS.assertRefused(client.get("/api/annotations"), 401);
    Dialect.VIEWER.assertRefused(
        client.post("/viewer/api/upload/", new Multipart().file("a.dcm", Slice.any().file())), 401);
  }

  private Answer login(String username, String password) {
    return anonymous.post(
        "/api/auth/login/",
        "{\"username\":\"" + username + "\",\"password\":\"" + password + "\"}");
  }

  private static String message(Answer answer) {
    return answer.json().get("message").asText();
  }
}
