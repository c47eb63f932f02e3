package io.lamina.contract.harness;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The operations of the live description. */
public final class OpenApi {
  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

  private final JsonNode document;

  public OpenApi(Client client) {
    this.document = client.get("/openapi.json").expect(200).json();
  }

  /**
   * One operation.
   *
   * @param method in capitals
   * @param path template as described
   * @param takesJson whether it has a JSON body
   * @param fields names of the fields of its body, where they are described
   */
  public record Operation(String method, String path, boolean takesJson, Set<String> fields) {
    /** Such as {@code GET /api/users/{id}}. */
    public String key() {
      return method + " " + path;
    }

    /** The path with the same value for each of its parameters. */
    public String with(String value) {
      return path.replaceAll("\\{[^}]+}", value);
    }
  }

  public List<Operation> operations() {
    final List<Operation> operations = new ArrayList<>();
    document
        .get("paths")
        .fields()
        .forEachRemaining(
            path ->
                path.getValue()
                    .fields()
                    .forEachRemaining(
                        method -> {
                          if (METHODS.contains(method.getKey())) {
                            operations.add(
                                operation(method.getKey(), path.getKey(), method.getValue()));
                          }
                        }));
    return operations;
  }

  private Operation operation(String method, String path, JsonNode described) {
    final Set<String> fields = new TreeSet<>();
    final JsonNode content = described.path("requestBody").path("content");
    content.forEach(type -> collect(type.path("schema"), fields));
    final boolean json =
        content.has("application/json") || (content.size() > 0 && content.has("*/*"));
    return new Operation(method.toUpperCase(java.util.Locale.ROOT), path, json, fields);
  }

  private void collect(JsonNode schema, Set<String> fields) {
    final String reference = schema.path("$ref").asText("");
    final JsonNode resolved = reference.isEmpty() ? schema : document.at(reference.substring(1));
    resolved.path("properties").fieldNames().forEachRemaining(fields::add);
  }
}
