package io.lamina.rest.pages;

import io.lamina.api.audit.AuditAction;
import io.lamina.api.audit.AuditEvent;
import io.lamina.api.audit.AuditTrail;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Permission;
import io.lamina.rest.health.CapabilityLine;
import io.lamina.rest.health.HealthReport;
import io.lamina.rest.routing.RouteRegistry;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;

/** Which capabilities are here, and the end of one that will not come back (D-05). */
@Path("/api/capabilities")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "platform")
public final class CapabilitiesResource {
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final HealthReport health;
  private final RouteRegistry routes;
  private final Supplier<AuditTrail> trail;

  /**
   * @param trail gives the audit trail; null while there is none
   */
  public CapabilitiesResource(
      HealthReport health, RouteRegistry routes, Supplier<AuditTrail> trail) {
    this.health = health;
    this.routes = routes;
    this.trail = trail;
  }

  /** Answer of the list. */
  public record CapabilitiesResponse(List<CapabilityLine> capabilities) {}

  @GET
  @Operation(summary = "Lists the capabilities that are installed or remembered, with their state")
  public CapabilitiesResponse list() {
    return new CapabilitiesResponse(health.page().lines());
  }

  @DELETE
  @Path("/{name}")
  @Operation(
      summary = "Forgets a capability that was removed: its paths answer 404 instead of 503",
      description = "Needs the permission module.manage. 409 while the capability is installed.")
  @ApiResponse(responseCode = "204", description = "Forgotten")
  public void forget(@PathParam("name") String name, @Context Caller caller) {
    caller.require(Permission.MODULE_MANAGE);
    boolean known = routes.remembered().contains(name);
    if (!known) {
      throw LaminaException.notFound("No capability of this name was ever active here");
    }
    boolean away =
        health.lines().stream()
            .anyMatch(line -> line.name().equals(name) && line.state().equals("away"));
    if (!away) {
      throw installed(name);
    }
    tell(caller, name);
    if (!routes.forget(name)) {
      throw installed(name);
    }
  }

  /** Before it happens: what cannot be told of does not. */
  private void tell(Caller caller, String name) {
    AuditTrail current = trail.get();
    if (current == null) {
      throw LaminaException.unavailable(
          "The audit trail is not there, so nothing can be changed. Try again in a moment", RETRY);
    }
    current.event(
        caller, AuditEvent.of(AuditAction.MODULE, "module", name).with("event", "forgotten"));
  }

  private static LaminaException installed(String name) {
    return LaminaException.conflict(
        "The capability '" + name + "' is installed; remove it before it is forgotten");
  }
}
