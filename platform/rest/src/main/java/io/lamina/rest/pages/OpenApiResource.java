package io.lamina.rest.pages;

import io.lamina.rest.AnonymousAllowed;
import io.lamina.rest.openapi.LiveDocument;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.MediaType;

/** The document of the API, for machines. */
@Path("/")
@Tag(name = "platform")
public final class OpenApiResource {
  private final LiveDocument document;

  public OpenApiResource(LiveDocument document) {
    this.document = document;
  }

  @GET
  @Path("openapi.json")
  @AnonymousAllowed
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "OpenAPI 3 of the active capabilities")
  public byte[] json() {
    return document.json();
  }

  @GET
  @Path("openapi.yaml")
  @AnonymousAllowed
  @Produces("application/yaml")
  @Operation(summary = "The same as YAML")
  public byte[] yaml() {
    return document.yaml();
  }
}
