package io.lamina.rest.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lamina.rest.routing.RouteRegistry;
import java.net.http.HttpResponse;
import java.util.Map;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The API document follows what is active; its page comes from here alone. */
class DocumentTest {
  private static TestDoor door;

  /** Another capability with a record of the same name and other fields. */
  @Path("/api/other")
  @Produces("application/json")
  public static final class OtherResource {
    public record Item(String colour) {}

    @GET
    public Item item() {
      return new Item("red");
    }
  }

  @BeforeAll
  static void open() throws Exception {
    door = new TestDoor();
    door.add("probe", new ProbeResource());
  }

  @AfterAll
  static void close() {
    door.close();
  }

  private static JsonNode document() throws Exception {
    return new ObjectMapper().readTree(door.get("/openapi.json").body());
  }

  @Test
  void describesTheActiveResources() throws Exception {
    JsonNode document = document();
    JsonNode get = document.at("/paths/~1api~1probe~1items~1{id}/get");
    assertEquals("probe_one", get.path("operationId").asText());
    assertEquals(3, get.path("parameters").size());
    assertEquals(3, get.path("security").size());
    assertEquals("#/components/responses/Unauthorized", get.at("/responses/401/$ref").asText());
    JsonNode who = document.at("/paths/~1api~1probe~1slashed/get");
    assertEquals(0, who.path("parameters").size(), "@Context is no parameter");
    assertEquals(4, who.path("security").size(), "anonymous callers too");
    JsonNode item = document.at("/components/schemas/ItemRequest/properties");
    assertTrue(item.has("slice_count") && item.has("group_name"), item::toString);
    assertTrue(document.at("/paths/~1health/get").isObject());
    assertTrue(document.at("/components/securitySchemes/basic").isObject());
  }

  @Test
  void keepsSchemasOfTheSameNameApartAndForgetsWhatGoes() throws Exception {
    OtherResource other = new OtherResource();
    RouteRegistry.Registration registration = door.door.routes().addResource("aother", other);
    door.awaitServed(other);
    JsonNode document = document();
    String mine = document.at(schemaOf("~1api~1other")).asText();
    String probes = document.at(schemaOf("~1api~1probe~1items~1{id}")).asText();
    assertFalse(mine.equals(probes), mine);
    for (Map.Entry<String, String> each :
        Map.of(mine, "colour", probes, "slice_count").entrySet()) {
      assertTrue(
          document.at(each.getKey().substring(1) + "/properties").has(each.getValue()),
          each.getKey());
    }
    registration.remove();
    assertFalse(document().path("paths").has("/api/other"));
  }

  private static String schemaOf(String path) {
    return "/paths/" + path + "/get/responses/200/content/application~1json/schema/$ref";
  }

  @Test
  void speaksYaml() throws Exception {
    HttpResponse<String> answer = door.get("/openapi.yaml");
    assertEquals(200, answer.statusCode());
    assertTrue(answer.body().startsWith("openapi: \"3.0.1\""), answer::body);
  }

  @Test
  void servesItsPageWithoutTheInternet() throws Exception {
    HttpResponse<String> page = door.send(door.request("/docs"));
    assertEquals(200, page.statusCode());
    assertFalse(page.body().contains("://"), page::body);
    String policy = page.headers().firstValue("Content-Security-Policy").orElse("");
    assertTrue(policy.contains("script-src 'self';"), policy);
    for (String part :
        new String[] {"swagger-ui.css", "swagger-ui-bundle.js", "start.js", "favicon-32x32.png"}) {
      assertEquals(200, door.send(door.request("/docs/" + part)).statusCode(), part);
    }
    assertTrue(door.send(door.request("/docs/swagger-ui-bundle.js")).body().length() > 1_000_000);
    assertEquals(404, door.send(door.request("/docs/webjar")).statusCode());
  }
}
