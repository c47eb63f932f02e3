package io.lamina.rest.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.lamina.rest.routing.PathTemplate;
import io.lamina.rest.routing.Route;
import io.lamina.rest.routing.RouteTable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Adds the documents of capabilities to one, without clashes of schemas, tags or operation ids. */
final class DocumentMerge {
  private static final String SCHEMAS = "#/components/schemas/";

  private final ObjectNode document;
  private final Map<String, Route.Access> access = new HashMap<>();
  private final Set<String> tags = new HashSet<>();

  /**
   * @param base document that the others are added to
   * @param table says which operations need credentials
   */
  DocumentMerge(ObjectNode base, RouteTable table) {
    this.document = base;
    for (Route route : table.routes()) {
      access.put(key(route.method(), route.template()), route.access());
    }
  }

  JsonNode result() {
    return document;
  }

  void add(String capability, ObjectNode own) {
    rename(own, clashes(capability, own));
    ObjectNode schemas = (ObjectNode) document.at("/components/schemas");
    own.at("/components/schemas")
        .properties()
        .forEach(each -> schemas.set(each.getKey(), each.getValue()));
    for (JsonNode tag : own.path("tags")) {
      if (tags.add(tag.path("name").asText())) {
        ((ArrayNode) document.get("tags")).add(tag);
      }
    }
    ObjectNode paths = (ObjectNode) document.get("paths");
    for (Map.Entry<String, JsonNode> path : own.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        if (operation.getValue() instanceof ObjectNode node && node.has("responses")) {
          complete(capability, path.getKey(), operation.getKey(), node);
        }
      }
      if (paths.get(path.getKey()) instanceof ObjectNode there) {
        there.setAll((ObjectNode) path.getValue());
      } else {
        paths.set(path.getKey(), path.getValue());
      }
    }
  }

  /** Names of the capability's schemas that mean something else here already, with new ones. */
  private Map<String, String> clashes(String capability, ObjectNode own) {
    Map<String, String> renamed = new HashMap<>();
    JsonNode there = document.at("/components/schemas");
    for (Map.Entry<String, JsonNode> schema : own.at("/components/schemas").properties()) {
      JsonNode other = there.get(schema.getKey());
      if (other != null && !other.equals(schema.getValue())) {
        String prefix =
            capability.substring(0, 1).toUpperCase(Locale.ROOT) + capability.substring(1);
        renamed.put(schema.getKey(), prefix.replace('-', '_') + schema.getKey());
      }
    }
    return renamed;
  }

  private static void rename(ObjectNode own, Map<String, String> renamed) {
    if (renamed.isEmpty()) {
      return;
    }
    ObjectNode schemas = (ObjectNode) own.at("/components/schemas");
    renamed.forEach((from, to) -> schemas.set(to, schemas.remove(from)));
    renameReferences(own, renamed);
  }

  private static void renameReferences(JsonNode node, Map<String, String> renamed) {
    if (node instanceof ObjectNode object
        && object.get("$ref") instanceof TextNode reference
        && reference.asText().startsWith(SCHEMAS)) {
      String name = reference.asText().substring(SCHEMAS.length());
      object.put("$ref", SCHEMAS + renamed.getOrDefault(name, name));
    }
    for (Iterator<JsonNode> each = node.elements(); each.hasNext(); ) {
      renameReferences(each.next(), renamed);
    }
  }

  /** What every operation has: an id of its own, its credentials, the answers to refusals. */
  private void complete(String capability, String path, String verb, ObjectNode operation) {
    String method = verb.toUpperCase(Locale.ROOT);
    operation.put("operationId", capability + "_" + operation.path("operationId").asText(verb));
    Route.Access who =
        access.getOrDefault(key(method, PathTemplate.of(path)), Route.Access.SIGNED_IN);
    ArrayNode security = operation.putArray("security");
    if (who != Route.Access.SIGNED_IN) {
      security.addObject();
    }
    if (who != Route.Access.BROWSER) {
      security.addObject().putArray("bearer");
      security.addObject().putArray("basic");
    }
    ObjectNode session = security.addObject();
    session.putArray("session");
    if (!method.equals("GET") && !method.equals("HEAD")) {
      session.putArray("csrf");
    }
    ObjectNode responses = (ObjectNode) operation.get("responses");
    refer(responses, "401", "Unauthorized");
    refer(responses, "default", "Error");
  }

  private static void refer(ObjectNode responses, String status, String name) {
    // swagger writes a "default" for methods that describe no response: that is the good one
    if (status.equals("default") && responses.size() <= 2 && responses.has(status)) {
      responses.set("200", responses.remove(status));
    }
    if (!responses.has(status)) {
      responses.putObject(status).put("$ref", "#/components/responses/" + name);
    }
  }

  private static String key(String method, PathTemplate template) {
    return method + ' ' + template.shape();
  }
}
