package io.lamina.accounts.rest;

import io.lamina.accounts.domain.apikey.ApiKeyService;
import io.lamina.api.identity.Caller;
import io.lamina.rest.Paging;
import io.lamina.rest.Require;
import io.lamina.rest.RestResource;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import java.util.Optional;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.UriInfo;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Keys of programs. */
@Component(service = ApiKeyResource.class)
@RestResource
@Path("/api/api-keys")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Sign-in")
public final class ApiKeyResource {
  private final ApiKeyService keys;

  @Activate
  public ApiKeyResource(@Reference ApiKeyService keys) {
    this.keys = keys;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Make an API key",
      description =
          "One's own. The answer shows the key, this once; send it as X-API-Key or as Bearer."
              + " permissions narrow what the key may do and never widen it; without them it may"
              + " what its user may, but for user.manage. expires_in are seconds, at most 365 days"
              + " (configurable). At most 20 keys a user (configurable, 409). A key cannot make"
              + " keys, unless user.manage is among its permissions.")
  public Response create(ApiKeyRequest request, @Context Caller caller) {
    Require.field("body", request);
    ApiKeyResponse made =
        ApiKeyResponse.of(
            keys.create(
                caller, Require.text("name", request.name(), 100), request.life(), request.only()));
    return Response.status(Response.Status.CREATED).entity(made).build();
  }

  @GET
  @Operation(
      summary = "List API keys",
      description =
          "One's own; those of user_id with user.manage. Never the keys themselves. By id, at most"
              + " 500 a page (page/page_size or offset/limit).")
  public Map<String, Object> list(
      @QueryParam("user_id") Long user, @Context UriInfo uri, @Context Caller caller) {
    Paging paging = Paging.of(uri.getQueryParameters());
    return PagedResponse.of(
        "api_keys",
        keys.list(caller, Optional.ofNullable(user), paging.offset(), paging.limit())
            .map(ApiKeyResponse::of),
        paging);
  }

  @DELETE
  @Path("{id}")
  @Operation(
      summary = "Revoke an API key",
      description =
          "One's own; anybody's with user.manage. It ends at once, on other nodes within"
              + " the state cache (5 s). 404 for others.")
  public Response revoke(@PathParam("id") long id, @Context Caller caller) {
    keys.revoke(caller, id);
    return Response.noContent().build();
  }
}
