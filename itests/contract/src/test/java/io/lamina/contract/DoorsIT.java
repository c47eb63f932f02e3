package io.lamina.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.lamina.contract.harness.Answer;
import io.lamina.contract.harness.Client;
import io.lamina.contract.harness.Database;
import io.lamina.contract.harness.Dialect;
import io.lamina.contract.harness.On;
import io.lamina.contract.harness.People;
import io.lamina.contract.harness.Server;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** API keys, password resets, invitations (X-07, H-21, C-084). */
@On(Database.H2)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DoorsIT {
  private Client anonymous;
  private People people;

  @BeforeAll
  void people(Server server) {
    anonymous = new Client(server);
    people = new People(server);
  }

  private Answer withKey(String key, String path) {
    return anonymous.send(anonymous.request(path).header("X-API-Key", key).GET());
  }

  @Test
  void anApiKeyOpensWhatItSaysUntilItIsRevoked() {
    final long project = people.project();
    final People.Person owner = people.editor(project);
    final JsonNode made =
        owner
            .client()
            .post("/api/api-keys", "{\"name\":\"robot\",\"permissions\":[\"study.read\"]}")
            .expect(201)
            .json();
    final String key = made.get("key").asText();
    assertTrue(key.matches("lmk_[0-9]+_[A-Za-z0-9_-]{43}"), "its shape");
    assertEquals(200, withKey(key, "/viewer/api/studies/").status());
    assertEquals(200, anonymous.bearer(key).get("/viewer/api/studies/").status());
    final Client robot = anonymous.bearer(key);
    Dialect.MASKS.assertRefused(
        robot.post(
            "/api/annotations",
            "{\"project_id\":"
                + project
                + ",\"study_instance_uid\":\"1.2\",\"series_instance_uid\":\"1.2\","
                + "\"sop_instance_uid\":\"1.2\",\"annotation_data\":{},\"is_shared\":false,"
                + "\"viewer_software\":\"x\",\"measurement_values\":[]}"),
        403);
    Dialect.MASKS.assertRefused(robot.post("/api/api-keys", "{\"name\":\"child\"}"), 403);
    Dialect.MASKS.assertRefused(robot.post("/api/auth/refresh", "{}"), 403);
    Dialect.MASKS.assertRefused(
        robot.put(
            "/api/users/me/password",
            "{\"current_password\":\"" + People.PASSWORD + "\",\"new_password\":\"long enough\"}"),
        403);
    final Answer list = owner.client().get("/api/api-keys").expect(200);
    assertFalse(list.text().contains(key), "shown once");
    assertFalse(list.json().at("/api_keys/0/last_used_at").isNull());
    final People.Person other = people.editor(project);
    Dialect.MASKS.assertRefused(
        other.client().delete("/api/api-keys/" + made.get("id").asLong()), 404);
    owner.client().delete("/api/api-keys/" + made.get("id").asLong()).expect(204);
    Dialect.VIEWER.assertRefused(withKey(key, "/viewer/api/studies/"), 401);
  }

  /** H-21: nothing but a token from somebody who may resets a password. */
  @Test
  void aPasswordIsSetAnewByATokenAlone() {
    final People.Person eve = people.stranger("student");
    final String path = "/api/auth/reset-password";
    Dialect.MASKS.assertRefused(
        anonymous.post(
            path,
            "{\"username\":\""
                + eve.username()
                + "\",\"email\":\""
                + eve.username()
                + "@example.com\",\"new_password\":\"taken over\"}"),
        400);
    assertEquals(200, eve.client().get("/api/auth/me").status());
    assertEquals(404, anonymous.get("/api/auth/find-username").status());
    Dialect.MASKS.assertRefused(
        eve.client().post("/api/users/" + eve.id() + "/password-reset", "{}"), 403);
    final String token =
        people
            .admin()
            .post("/api/users/" + eve.id() + "/password-reset", "{}")
            .expect(201)
            .json()
            .get("token")
            .asText();
    final String bearer =
        anonymous
            .post(
                "/api/auth/login",
                "{\"username\":\""
                    + eve.username()
                    + "\",\"password\":\""
                    + People.PASSWORD
                    + "\"}")
            .expect(200)
            .json()
            .get("token")
            .asText();
    final String body = "{\"token\":\"" + token + "\",\"new_password\":\"a new password\"}";
    anonymous.post(path, body).expect(200);
    assertEquals(401, anonymous.bearer(bearer).get("/api/auth/me").status());
    assertEquals(401, eve.client().get("/api/auth/me").status());
    assertEquals(
        200, anonymous.basic(eve.username(), "a new password").get("/api/auth/me").status());
    final String again = anonymous.post(path, body).expect(400).json().get("message").asText();
    final String never =
        anonymous
            .post(path, "{\"token\":\"lmr_x\",\"new_password\":\"a new password\"}")
            .expect(400)
            .json()
            .get("message")
            .asText();
    assertEquals(again, never);
  }

  /** C-032, C-084. */
  @Test
  void oneOfManyWithOneInvitationGetsAnAccount() {
    final long project = people.project();
    assertEquals(
        "New users need invitations",
        register("nobody-" + UUID.randomUUID(), null).expect(403).json().get("message").asText());
    final JsonNode made =
        people
            .admin()
            .post(
                "/api/invitations",
                "{\"role\":\"annotator\",\"project_id\":"
                    + project
                    + ",\"project_role\":\"reader\"}")
            .expect(201)
            .json();
    final String code = made.get("code").asText();
    final List<Answer> answers =
        IntStream.range(0, 8)
            .parallel()
            .mapToObj(number -> register("new-" + number + "-" + UUID.randomUUID(), code))
            .toList();
    final List<Answer> in = answers.stream().filter(each -> each.status() == 201).toList();
    assertEquals(1, in.size(), answers::toString);
    answers.stream()
        .filter(each -> each.status() != 201)
        .forEach(each -> Dialect.MASKS.assertRefused(each, 400));
    final JsonNode user = in.get(0).json();
    assertEquals("ACTIVE", user.get("account_status").asText());
    final Client client = anonymous.basic(user.get("username").asText(), People.PASSWORD);
    assertEquals(
        "reader",
        client
            .get("/api/projects/" + project + "/membership")
            .expect(200)
            .json()
            .get("role")
            .asText());
    final JsonNode used =
        people.admin().get("/api/invitations/" + made.get("id").asLong()).expect(200).json();
    assertEquals("USED", used.get("state").asText());
    assertEquals(user.get("id").asLong(), used.get("used_by").asLong());
    Dialect.MASKS.assertRefused(client.post("/api/invitations", "{}"), 403);
    Dialect.MASKS.assertRefused(client.get("/api/invitations"), 403);
  }

  /** C-032, as a program does it that keeps cookies and sends the form's token. */
  @Test
  void theFormMakesAnAccountThatSignsInWithTheOtherForm() {
    final String code =
        people.admin().post("/api/invitations", "{}").expect(201).json().get("code").asText();
    final String username = "form-" + UUID.randomUUID();
    final Map<String, String> fields =
        Map.of(
            "username",
            username,
            "email",
            username + "@example.com",
            "password1",
            People.PASSWORD,
            "password2",
            People.PASSWORD,
            "invitation",
            code);
    final Answer page = anonymous.get("/register/?invitation=" + code).expect(200);
    assertTrue(page.text().contains("name=\"invitation\"") && page.text().contains(code));
    final String token = cookie(page, "csrftoken");
    submit("/register/", fields, token, "").expect(403);
    final Answer uninvited =
        submit("/register/", without(fields, "invitation"), token, token).expect(403);
    assertTrue(uninvited.text().contains("New users need invitations"), uninvited::toString);
    final Answer made = submit("/register/", fields, token, token).expect(302);
    assertEquals("/login/", made.header("Location"));
    final Answer again = submit("/register/", fields, token, token).expect(400);
    assertTrue(again.text().contains("action=\"/register/\""), again::toString);
    assertFalse(again.text().contains(People.PASSWORD), "the form without its passwords");
    final Answer login = anonymous.get("/login/").expect(200);
    assertTrue(login.text().contains("href=\"/register/\""), login::toString);
    final String fresh = cookie(login, "csrftoken");
    final Answer signedIn =
        submit("/login/", Map.of("username", username, "password", People.PASSWORD), fresh, fresh)
            .expect(302);
    final Answer me =
        anonymous
            .send(
                anonymous
                    .request("/api/auth/me")
                    .header("Cookie", "sessionid=" + cookie(signedIn, "sessionid"))
                    .GET())
            .expect(200);
    assertEquals(username, me.json().get("username").asText());
  }

  private static Map<String, String> without(Map<String, String> fields, String name) {
    final Map<String, String> rest = new HashMap<>(fields);
    rest.remove(name);
    return rest;
  }

  private Answer submit(String path, Map<String, String> fields, String cookie, String token) {
    final Map<String, String> all = new HashMap<>(fields);
    all.put("csrfmiddlewaretoken", token);
    final String body =
        all.entrySet().stream()
            .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), UTF_8))
            .collect(Collectors.joining("&"));
    return anonymous.send(
        anonymous
            .request(path)
            .header("Cookie", "csrftoken=" + cookie)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body)));
  }

  private static String cookie(Answer answer, String name) {
    return answer.headers().allValues("Set-Cookie").stream()
        .filter(each -> each.startsWith(name + "="))
        .map(each -> each.substring(name.length() + 1).split(";", 2)[0])
        .findFirst()
        .orElseThrow();
  }

  private Answer register(String username, String code) {
    return anonymous.post(
        "/api/auth/register",
        "{\"username\":\""
            + username
            + "\",\"email\":\""
            + username
            + "@example.com\",\"password\":\""
            + People.PASSWORD
            + "\""
            + (code == null ? "" : ",\"invitation\":\"" + code + "\"")
            + "}");
  }
}
