package io.lamina.contract.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;

/** Makes users and projects the way an administrator does (D-10). */
public final class People {
  public static final String PASSWORD = "A-good-password-7";

  private final Server server;
  private final Client admin;

  public People(Server server) {
    this.server = server;
    this.admin = new Client(server).basic("admin", Server.ADMIN_PASSWORD);
  }

  /** One user and the client that signs in as him by Basic. */
  public record Person(long id, String username, Client client) {}

  public Client admin() {
    return admin;
  }

  /** Who signs in by this client. */
  public static Person of(Client client) {
    final JsonNode me = client.get("/api/auth/me").expect(200).json();
    return new Person(me.get("id").asLong(), me.get("username").asText(), client);
  }

  /** A new user of the given role, in no project. */
  public Person stranger(String role) {
    final String username = "user-" + UUID.randomUUID();
    return person(username, username + "@example.com", null, role);
  }

  /** A new user who may read and write in the project. */
  public Person editor(long project) {
    final Person person = stranger("annotator");
    join(project, person, "editor");
    return person;
  }

  public Person person(String username, String email, String keycloakId, String role) {
    final ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("username", username).put("email", email).put("password", PASSWORD);
    if (keycloakId != null) {
      body.put("keycloak_id", keycloakId);
    }
    body.putArray("roles").add(role);
    final long id = admin.post("/api/users", body.toString()).expect(201).json().get("id").asLong();
    return new Person(id, username, new Client(server).basic(username, PASSWORD));
  }

  public long project() {
    final ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("name", "project-" + UUID.randomUUID());
    return admin.post("/api/projects", body.toString()).expect(201).json().get("id").asLong();
  }

  public void join(long project, Person person, String role) {
    final ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("user_id", person.id()).put("role", role);
    admin.post("/api/projects/" + project + "/members", body.toString()).expect(200);
  }
}
