package io.lamina.accounts.rest;

import io.lamina.accounts.domain.KeyRing;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Permission;
import io.lamina.rest.AnonymousAllowed;
import io.lamina.rest.RestResource;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The keys of our tokens: public halves for everybody, a new one on demand (H-15). */
@Component(service = SigningKeyResource.class)
@RestResource
@Path("/api/auth")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Sign-in")
public final class SigningKeyResource {
  private final KeyRing keys;

  @Activate
  public SigningKeyResource(@Reference KeyRing keys) {
    this.keys = keys;
  }

  @GET
  @Path("jwks")
  @AnonymousAllowed
  @Operation(summary = "Public keys of our tokens, as a JSON Web Key Set")
  public Map<String, Object> jwks() {
    return keys.publicKeys();
  }

  @POST
  @Path("keys")
  @Operation(
      summary = "Sign tokens with a new key from now on",
      description =
          "Needs user.manage and module.manage. drop_others=true forgets all other keys at once,"
              + " which ends every token: for a key that leaked.")
  public Response rotate(@QueryParam("drop_others") boolean dropOthers, @Context Caller caller) {
    caller.require(Permission.USER_MANAGE);
    caller.require(Permission.MODULE_MANAGE);
    return Response.status(Response.Status.CREATED)
        .entity(Map.of("kid", keys.rotate(caller, dropOthers)))
        .build();
  }
}
