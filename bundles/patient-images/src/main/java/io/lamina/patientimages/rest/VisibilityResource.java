package io.lamina.patientimages.rest;

import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.patientimages.domain.Publicity;
import io.lamina.patientimages.domain.Scenario;
import io.lamina.rest.RestResource;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Who sees a scenario's images at their addresses (H-07). */
@RestResource
@Component(service = VisibilityResource.class)
@Path("/patient-images/scenarios/{scenario_id}/visibility")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Patient images")
public final class VisibilityResource {
  private final Publicity publicity;

  @Activate
  public VisibilityResource(@Reference Publicity publicity) {
    this.publicity = publicity;
  }

  @GET
  @Operation(
      summary = "Answers who sees the images of a scenario",
      description = "signed-in or public-teaching. Needs patient-image.read.")
  public VisibilityResponse get(
      @Context Caller caller,
      @Context HttpServletRequest request,
      @PathParam("scenario_id") String scenarioId)
      throws IOException {
    return VisibilityResponse.of(
        scenarioId, publicity.isPublic(Asked.by(caller, request), new Scenario(scenarioId)));
  }

  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Shows the images of a scenario to everybody, or to signed-in users only",
      description =
          "Needs patient-image.publish, which admin alone has by default. With public-teaching"
              + " whoever knows an image's s3_url sees it without signing in. 409 where an image"
              + " says of itself that it was made from a DICOM object.")
  public VisibilityResponse set(
      @Context Caller caller,
      @Context HttpServletRequest request,
      @PathParam("scenario_id") String scenarioId,
      VisibilityRequest body)
      throws IOException {
    if (body == null) {
      throw LaminaException.badRequest("The request needs a JSON object as its body");
    }
    publicity.set(Asked.by(caller, request), new Scenario(scenarioId), body.shown());
    return VisibilityResponse.of(scenarioId, body.shown());
  }
}
