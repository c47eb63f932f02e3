package io.lamina.contract.rights;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lamina.contract.harness.Answer;
import io.lamina.contract.harness.Browser;
import io.lamina.contract.harness.Client;
import io.lamina.contract.harness.MaskFlow;
import io.lamina.contract.harness.People;
import io.lamina.contract.harness.Server;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * Requests that succeed where the caller may: those of the rights matrix, but for the ones that it
 * sends without what they need (forms without their token, people who do not wait).
 */
final class AuditedRequests {
  private final Server server;
  private final People people;
  private final long project;
  private final Client anonymous;
  private final RightsRequests matrix;

  /**
   * A request that is ready to be sent.
   *
   * @param person who acts by it
   * @param sender sends it, with the cookies that it needs
   */
  record Prepared(
      People.Person person,
      HttpRequest.Builder request,
      Function<HttpRequest.Builder, Answer> sender) {
    Answer sent() {
      return sender.apply(request);
    }

    String path() {
      return request.copy().build().uri().getPath();
    }
  }

  AuditedRequests(Server server, People people, long project) {
    this.server = server;
    this.people = people;
    this.project = project;
    this.anonymous = new Client(server);
    this.matrix = new RightsRequests(anonymous, people, project, Map.of());
  }

  /** Of the images that are read. */
  long study() {
    return matrix.study();
  }

  Prepared of(EntriesTable.Line line, People.Person caller) {
    return switch (line.key()) {
      case "POST /api/auth/login" -> login();
      case "POST /login" -> formSignIn();
      case "POST /logout" -> formSignOut();
      case "POST /register" -> register();
      case "DELETE /api/api-keys/{id}" -> ownKey(caller);
      case "POST /api/users/{id}/approve", "POST /api/users/{id}/reject" ->
          decision(line.path(), caller);
      case "POST /api/annotations/{annotation_id}/mask-groups/{group_id}/complete-upload" ->
          completion(caller);
      default -> {
        final RightsTable.Line same =
            new RightsTable.Line("audit", line.method(), line.path(), Map.of());
        yield prepared(caller, matrix.of(same, caller.client(), caller.username()));
      }
    };
  }

  private Prepared prepared(People.Person caller, HttpRequest.Builder request) {
    return new Prepared(caller, request, caller.client()::send);
  }

  private Prepared login() {
    final People.Person person = people.stranger("standard");
    final ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("username", person.username()).put("password", People.PASSWORD);
    return new Prepared(
        person,
        anonymous
            .request("/api/auth/login")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString())),
        anonymous::send);
  }

  private Prepared formSignIn() {
    final People.Person person = people.stranger("standard");
    final Browser browser = new Browser(server);
    browser.get("/login/").expect(200);
    return form(
        browser,
        person,
        "/login/",
        "username=" + person.username() + "&password=" + People.PASSWORD);
  }

  private Prepared formSignOut() {
    final People.Person person = people.stranger("standard");
    final Browser browser = new Browser(server);
    browser.signIn(person.username(), People.PASSWORD).expect(302);
    return form(browser, person, "/logout/", "sent=1");
  }

  private Prepared register() {
    final String name = "form-" + UUID.randomUUID();
    final Browser browser = new Browser(server);
    browser.get("/register/").expect(200);
    return form(
        browser,
        new People.Person(0, name, anonymous),
        "/register/",
        "username=%s&email=%s@example.com&password1=%s&password2=%s&invitation=%s"
            .formatted(name, name, People.PASSWORD, People.PASSWORD, invitation()));
  }

  private static Prepared form(Browser browser, People.Person person, String path, String fields) {
    final HttpRequest.Builder request =
        browser
            .request(path)
            .header("Content-Type", Browser.FORM)
            .POST(
                BodyPublishers.ofString(
                    fields + "&csrfmiddlewaretoken=" + browser.cookie("csrftoken")));
    return new Prepared(person, request, browser::send);
  }

  private String invitation() {
    return people
        .admin()
        .post("/api/invitations", "{\"project_id\":" + project + "}")
        .expect(201)
        .json()
        .get("code")
        .asText();
  }

  private Prepared ownKey(People.Person caller) {
    final JsonNode key =
        caller.client().post("/api/api-keys", "{\"name\":\"mine\"}").expect(201).json();
    return prepared(
        caller, caller.client().request("/api/api-keys/" + key.get("id").asLong()).DELETE());
  }

  /** About somebody who waits for it. */
  private Prepared decision(String path, People.Person caller) {
    final ObjectNode body = JsonNodeFactory.instance.objectNode();
    final String name = "waits-" + UUID.randomUUID();
    body.put("username", name).put("email", name + "@example.com").put("password", People.PASSWORD);
    final long id =
        anonymous.post("/api/auth/register", body.toString()).expect(201).json().get("id").asLong();
    return prepared(
        caller,
        caller
            .client()
            .request(path.replace("{id}", "" + id))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{}")));
  }

  /** Of a file that was uploaded and not completed. */
  private Prepared completion(People.Person caller) {
    final MaskFlow flow = new MaskFlow(matrix.owner(), project);
    final long annotation = flow.annotation();
    final long group = flow.group(annotation);
    final JsonNode link = flow.uploadUrl(annotation, group, "slice.png");
    final String url = link.get("upload_url").asText();
    flow.put(anonymous, url, annotation, group, MaskFlow.png(1)).expect(200);
    final ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("mask_group_id", group);
    body.putArray("uploaded_files").add(link.get("file_path").asText());
    return prepared(
        caller,
        caller
            .client()
            .request(
                "/api/annotations/" + annotation + "/mask-groups/" + group + "/complete-upload")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString())));
  }
}
