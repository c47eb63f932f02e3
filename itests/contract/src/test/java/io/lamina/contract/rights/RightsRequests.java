package io.lamina.contract.rights;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lamina.contract.harness.Client;
import io.lamina.contract.harness.MaskFlow;
import io.lamina.contract.harness.Multipart;
import io.lamina.contract.harness.PatientImages;
import io.lamina.contract.harness.People;
import io.lamina.contract.harness.Slice;
import io.lamina.contract.harness.Studies;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.UUID;

/** Sound requests for each line of the table, on objects of one project made by its owner. */
final class RightsRequests {
  private final Client anonymous;
  private final People people;
  private final long project;
  private final People.Person owner;
  private final Map<String, People.Person> inside;
  private final long study;
  private final long image;
  private final MaskFlow.Done read;
  private final MaskFlow.Done readShared;
  private String scenarioImage;

  /**
   * @param inside the members by their project role, which a project made for one request gets too
   */
  RightsRequests(Client anonymous, People people, long project, Map<String, People.Person> inside) {
    this.anonymous = anonymous;
    this.people = people;
    this.project = project;
    this.inside = inside;
    this.owner = people.editor(project);
    final JsonNode uploaded = new Studies(owner.client()).upload(Slice.any());
    study = uploaded.get("study_id").asLong();
    image = uploaded.at("/uploaded_files/0/image_id").asLong();
    read = masks(false);
    readShared = masks(true);
  }

  long projectId() {
    return project;
  }

  long study() {
    return study;
  }

  long annotation() {
    return read.annotation();
  }

  People.Person owner() {
    return owner;
  }

  /** The request of a line as one caller. */
  HttpRequest.Builder of(RightsTable.Line line, Client caller, String username) {
    final String path = line.path();
    if (path.startsWith("/api/annotations/{")) {
      return annotation(line, caller);
    }
    if (path.startsWith("/api/projects/{")) {
      return project(line, caller);
    }
    if (path.startsWith("/api/users/{") || path.startsWith("/api/users/username/")) {
      return user(line, caller);
    }
    if (path.startsWith("/patient-images/")) {
      return patientImage(line, caller);
    }
    return switch (line.key()) {
      case "POST /api/annotations" ->
          json(
              line,
              caller,
              path,
              MaskFlow.body("S1/annotation.http", Map.of()).put("project_id", project).toString());
      case "POST /api/projects" -> json(line, caller, path, "{\"name\":\"matrix\"}");
      case "POST /api/users" -> {
        final String name = "made-" + UUID.randomUUID();
        yield json(
            line,
            caller,
            path,
            "{\"username\":\"%s\",\"email\":\"%s@example.com\",\"password\":\"%s\"}"
                .formatted(name, name, People.PASSWORD));
      }
      case "PUT /api/users/me/password" -> {
        final String password = username.equals("admin") ? adminPassword() : People.PASSWORD;
        yield json(
            line,
            caller,
            path,
            "{\"current_password\":\"%s\",\"new_password\":\"%s\"}".formatted(password, password));
      }
      case "POST /api/auth/login" ->
          json(
              line,
              caller,
              path,
              "{\"username\":\"%s\",\"password\":\"%s\"}"
                  .formatted(owner.username(), People.PASSWORD));
      case "POST /api/auth/register" -> {
        final String name = "guest-" + UUID.randomUUID();
        yield json(
            line,
            caller,
            path,
            "{\"username\":\"%s\",\"email\":\"%s@example.com\",\"password\":\"%s\",\"invitation\":\"%s\"}"
                .formatted(name, name, People.PASSWORD, invitation().get("code").asText()));
      }
      case "POST /api/auth/reset-password" -> {
        final JsonNode issued =
            people
                .admin()
                .post("/api/users/" + people.stranger("standard").id() + "/password-reset", "{}")
                .expect(201)
                .json();
        yield json(
            line,
            caller,
            path,
            "{\"token\":\"%s\",\"new_password\":\"%s\"}"
                .formatted(issued.get("token").asText(), People.PASSWORD));
      }
      case "POST /login", "POST /logout", "POST /register" ->
          caller
              .request(path)
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(BodyPublishers.ofString("username=a&password=b"));
      case "POST /api/api-keys" -> json(line, caller, path, "{\"name\":\"matrix\"}");
      case "DELETE /api/api-keys/{id}" -> {
        final JsonNode key =
            owner.client().post("/api/api-keys", "{\"name\":\"other\"}").expect(201).json();
        final HttpRequest.Builder request =
            plain(line, caller, "/api/api-keys/" + key.get("id").asLong());
        yield request;
      }
      case "POST /api/invitations" -> json(line, caller, path, "{\"project_id\":" + project + "}");
      case "GET /api/invitations/{id}", "DELETE /api/invitations/{id}" ->
          plain(line, caller, "/api/invitations/" + invitation().get("id").asLong());
      case "DELETE /api/capabilities/{name}" -> plain(line, caller, "/api/capabilities/never-here");
      case "GET /api/audit/report" -> plain(line, caller, path + "?patient_id=12345");
      case "POST /viewer/api/upload" -> {
        final Multipart body =
            new Multipart().field("project_id", "" + project).file("a.dcm", Slice.any().file());
        yield caller
            .request(path)
            .header("Content-Type", body.contentType())
            .POST(body.publisher());
      }
      case "DELETE /viewer/api/intake/{study_id}" ->
          plain(line, caller, "/viewer/api/intake/" + quarantined());
      case "POST /viewer/api/intake/{study_id}/accept" ->
          json(
              line,
              caller,
              "/viewer/api/intake/" + quarantined() + "/accept",
              "{\"project_id\":" + project + "}");
      default ->
          plain(
              line,
              caller,
              path.replace("{study_id}", "" + study)
                  .replace("{image_id}", "" + image)
                  .replace("{patient_id}", "12345"));
    };
  }

  private HttpRequest.Builder patientImage(RightsTable.Line line, Client caller) {
    final PatientImages images = new PatientImages(people.admin(), anonymous, "matrix");
    final boolean reads = line.method().equals("GET") || line.path().contains("download-url");
    if (reads && scenarioImage == null || line.method().equals("DELETE")) {
      scenarioImage = images.upload(MaskFlow.png(1), "image/png");
    }
    final String path = line.path().replace("{scenario_id}", "matrix");
    final String last = line.path().substring("/patient-images/".length()).split("/")[0];
    return switch (line.method() + " " + last) {
      case "POST upload-url" ->
          json(line, caller, path, PatientImages.wish("a.png", "image/png", 100));
      case "POST download-url" ->
          json(line, caller, path, "{\"s3_key\":\"" + scenarioImage + "\"}");
      case "DELETE {scenario_id}" -> plain(line, caller, path + "?s3_key=" + scenarioImage);
      case "PUT scenarios" -> json(line, caller, path, "{\"visibility\":\"signed-in\"}");
      default -> plain(line, caller, path);
    };
  }

  private HttpRequest.Builder annotation(RightsTable.Line line, Client caller) {
    final boolean reads = line.method().equals("GET") || line.path().endsWith("/download-url");
    final MaskFlow.Done done = reads ? (line.shared() ? readShared : read) : masks(line.shared());
    final String path =
        line.path()
            .replace("{annotation_id}", "" + done.annotation())
            .replace("{group_id}", "" + done.group())
            .replace("{mask_id}", "" + done.mask());
    final String last = line.path().substring(line.path().lastIndexOf('/') + 1);
    final String body =
        switch (line.method() + " " + last) {
          case "PUT {annotation_id}", "PUT {group_id}" -> "{\"description\":\"changed\"}";
          case "PUT {mask_id}" -> "{\"label_name\":\"changed\"}";
          case "POST mask-groups" -> MaskFlow.body("S1/mask-group.http", Map.of()).toString();
          case "POST upload-url" -> "{\"file_name\":\"a.png\",\"content_type\":\"image/png\"}";
          case "POST complete-upload" -> "{\"file_key\":\"" + done.filePath() + "\"}";
          case "POST upload-urls" ->
              "{\"files\":[{\"file_name\":\"a.png\",\"content_type\":\"image/png\"}]}";
          case "POST complete" ->
              "{\"files\":[{\"file_path\":\"" + done.filePath() + "\"}],\"create_masks\":true}";
          case "POST masks" ->
              "{\"file_path\":\"" + done.filePath() + "\",\"mime_type\":\"image/png\"}";
          case "POST download-url" -> "{}";
          default -> null;
        };
    return body == null ? plain(line, caller, path) : json(line, caller, path, body);
  }

  private HttpRequest.Builder project(RightsTable.Line line, Client caller) {
    final boolean changes = !line.method().equals("GET");
    final long target = changes ? projectForOne() : project;
    final String last = line.path().substring(line.path().lastIndexOf('/') + 1);
    long user = owner.id();
    if (changes && line.path().contains("/members")) {
      final People.Person member = people.stranger("standard");
      user = member.id();
      if (line.path().endsWith("{user}")) {
        people.join(target, member, "reader");
      }
    }
    final String path = line.path().replace("{id}", "" + target).replace("{user}", "" + user);
    return switch (line.method() + " " + last) {
      case "PUT {id}" -> json(line, caller, path, "{\"description\":\"changed\"}");
      case "PUT {user}" -> json(line, caller, path, "{\"role\":\"editor\"}");
      case "POST members" ->
          json(line, caller, path, "{\"user_id\":" + user + ",\"role\":\"reader\"}");
      default -> plain(line, caller, path);
    };
  }

  private HttpRequest.Builder user(RightsTable.Line line, Client caller) {
    final People.Person target = line.method().equals("GET") ? owner : people.stranger("standard");
    final String path =
        line.path().replace("{id}", "" + target.id()).replace("{username}", target.username());
    final String last = line.path().substring(line.path().lastIndexOf('/') + 1);
    return switch (line.method() + " " + last) {
      case "PUT {id}" ->
          json(line, caller, path, "{\"email\":\"" + UUID.randomUUID() + "@example.com\"}");
      case "POST password" ->
          json(line, caller, path, "{\"password\":\"" + People.PASSWORD + "\"}");
      case "POST approve" -> json(line, caller, path, "{}");
      default -> plain(line, caller, path);
    };
  }

  private static String adminPassword() {
    return io.lamina.contract.harness.Server.ADMIN_PASSWORD;
  }

  private JsonNode invitation() {
    return people
        .admin()
        .post("/api/invitations", "{\"project_id\":" + project + "}")
        .expect(201)
        .json();
  }

  private long projectForOne() {
    final long made = people.project();
    inside.forEach((role, person) -> people.join(made, person, role));
    return made;
  }

  private long quarantined() {
    return new Studies(anonymous).upload(Slice.any()).get("study_id").asLong();
  }

  /** An annotation of the owner's with a group, an upload and a mask. */
  private MaskFlow.Done masks(boolean shared) {
    final MaskFlow flow = new MaskFlow(owner, project);
    final ObjectNode body = MaskFlow.body("S1/annotation.http", Map.of());
    body.put("project_id", project).put("is_shared", shared);
    final long annotation =
        owner
            .client()
            .post("/api/annotations", body.toString())
            .expect(201)
            .json()
            .get("id")
            .asLong();
    return flow.run(anonymous, annotation, 1);
  }

  private static HttpRequest.Builder plain(RightsTable.Line line, Client caller, String path) {
    return caller.request(path).method(line.method(), BodyPublishers.noBody());
  }

  private static HttpRequest.Builder json(
      RightsTable.Line line, Client caller, String path, String body) {
    return caller
        .request(path)
        .header("Content-Type", "application/json")
        .method(line.method(), BodyPublishers.ofString(body));
  }
}
