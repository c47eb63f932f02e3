package io.lamina.accounts.rest;

import io.lamina.accounts.domain.KeyRing;
import io.lamina.rest.AnonymousAllowed;
import io.lamina.rest.RestResource;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.MediaType;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The public keys where other systems look for them (RFC 8615). */
@Component(service = WellKnownResource.class)
@RestResource
@Path("/.well-known")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Sign-in")
public final class WellKnownResource {
  private final KeyRing keys;

  @Activate
  public WellKnownResource(@Reference KeyRing keys) {
    this.keys = keys;
  }

  @GET
  @Path("jwks.json")
  @AnonymousAllowed
  @Operation(summary = "Public keys of our tokens, as a JSON Web Key Set")
  public Map<String, Object> jwks() {
    return keys.publicKeys();
  }
}
