package io.lamina.rest.pages;

import io.lamina.api.error.LaminaException;
import io.lamina.rest.AnonymousAllowed;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.core.Response;

/** The document of the API, for people: Swagger UI from our own bundle, nothing from outside. */
@Path("/docs")
@Tag(name = "platform")
public final class DocsResource {
  /** Swagger UI sets style attributes; scripts are files of ours alone. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
          + " img-src 'self' data:; font-src 'self' data:; connect-src 'self';"
          + " frame-ancestors 'self'; base-uri 'none'; form-action 'none'";

  /** Where the files of Swagger UI lie in our bundle; bnd.bnd wrote it down. */
  private static final String WEBJAR = webjar();

  private static final Map<String, String> TYPES =
      Map.of(
          "swagger-ui.css", "text/css;charset=UTF-8",
          "swagger-ui-bundle.js", "text/javascript;charset=UTF-8",
          "start.js", "text/javascript;charset=UTF-8",
          "favicon-32x32.png", "image/png");

  private static String webjar() {
    try (InputStream in = DocsResource.class.getResourceAsStream("/docs/webjar")) {
      return "/" + new String(in.readAllBytes(), StandardCharsets.UTF_8).trim();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @GET
  @AnonymousAllowed
  @Operation(summary = "Swagger UI over /openapi.json")
  public Response page() {
    return file("index.html", "text/html;charset=UTF-8", "no-cache");
  }

  @GET
  @Path("/{file}")
  @AnonymousAllowed
  @Operation(hidden = true, summary = "Parts of that page")
  public Response part(@PathParam("file") String file) {
    String type = TYPES.get(file);
    if (type == null) {
      throw LaminaException.notFound("There is nothing at this path; see /docs");
    }
    return file(file, type, "public, max-age=86400");
  }

  private static Response file(String name, String type, String cache) {
    InputStream own = DocsResource.class.getResourceAsStream("/docs/" + name);
    InputStream content =
        own == null ? DocsResource.class.getResourceAsStream(WEBJAR + "/" + name) : own;
    return Response.ok(content, type)
        .header("Cache-Control", cache)
        .header("Content-Security-Policy", POLICY)
        .build();
  }
}
