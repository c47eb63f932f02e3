package io.lamina.rest.pages;

import io.lamina.rest.AnonymousAllowed;
import io.lamina.rest.health.HealthReport;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.MediaType;

/** What is here (D-21); 200, because clients follow redirects to it (M4). */
@Path("/")
@Tag(name = "platform")
public final class IndexResource {
  private final HealthReport health;
  private final String version;

  public IndexResource(HealthReport health, String version) {
    this.health = health;
    this.version = version;
  }

  /**
   * Answer in JSON.
   *
   * @param links by name
   */
  public record IndexResponse(
      String name, String version, List<String> capabilities, Map<String, String> links) {}

  @GET
  @AnonymousAllowed
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "Names the active capabilities and the pages of the platform")
  public IndexResponse index() {
    return new IndexResponse(
        "Lamina",
        version,
        active(),
        new TreeMap<>(Map.of("docs", "/docs", "openapi", "/openapi.json", "health", "/health")));
  }

  @GET
  @AnonymousAllowed
  @Produces("text/html;charset=UTF-8;qs=0.5")
  @Operation(hidden = true, summary = "The same as a page for people")
  public String page() {
    StringBuilder items = new StringBuilder();
    active().forEach(name -> items.append("<li>").append(escaped(name)).append("</li>"));
    return """
<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Lamina</title></head>
<body><h1>Lamina %s</h1><p>Active here:</p><ul>%s</ul>
<p><a href="/docs">API documentation</a> · <a href="/health">Health</a></p></body></html>
"""
        .formatted(escaped(version), items);
  }

  private List<String> active() {
    return health.page().lines().stream()
        .filter(line -> line.state().equals("active"))
        .map(HealthReport.CapabilityLine::name)
        .toList();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
