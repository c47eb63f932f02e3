package io.lamina.studies.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.rest.Paging;
import io.lamina.rest.RestResource;
import io.lamina.studies.domain.IntakeService;
import io.lamina.studies.domain.IntakeService.Released;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
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
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Studies in quarantine (H-02). */
@Component(service = IntakeResource.class)
@RestResource
@Tag(name = "Intake")
@Path("/viewer/api/intake")
public final class IntakeResource {
  private static final int MAX_BODY_BYTES = 64 << 10;

  private final IntakeService intake;

  @Activate
  public IntakeResource(@Reference IntakeService intake) {
    this.intake = intake;
  }

  /**
   * @param projectId null for D-14's rule
   */
  public record AcceptRequest(Long projectId) {}

  /**
   * @param studyId where the images are now
   * @param conflictingImageIds images that stay in quarantine, as others have their UIDs
   */
  public record AcceptResponse(
      boolean success,
      long studyId,
      Long projectId,
      int acceptedImages,
      int repeatedImages,
      List<Long> conflictingImageIds) {}

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Lists the studies in quarantine",
      description =
          "Needs intake.accept. The study that came last first, limit at most 500 (default 50);"
              + " before is the id of the last study of the page before.")
  public List<StudyResponse> list(
      @Context Caller caller,
      @QueryParam("before") String before,
      @QueryParam("limit") String limit) {
    return intake
        .waiting(
            caller,
            number("before", before, Long.MAX_VALUE, Long.MAX_VALUE),
            (int) number("limit", limit, 50, Paging.MAX_LIMIT))
        .stream()
        .map(StudyResponse::of)
        .toList();
  }

  @POST
  @Path("{study_id}/accept")
  @Consumes({MediaType.APPLICATION_JSON, MediaType.WILDCARD})
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Releases a study from quarantine",
      description =
          "Needs intake.accept. Where an accepted study has its Study Instance UID, the images are"
              + " added to that one; those whose SOP Instance UID is there with other content stay"
              + " in quarantine.")
  public AcceptResponse accept(
      @Context Caller caller,
      @Context ObjectMapper mapper,
      @PathParam("study_id") long studyId,
      @RequestBody(content = @Content(schema = @Schema(implementation = AcceptRequest.class)))
          InputStream body)
      throws IOException {
    // a release without wishes needs no body, which JSON alone would ask for
    byte[] json = body.readNBytes(MAX_BODY_BYTES);
    Optional<Long> project =
        json.length == 0
            ? Optional.empty()
            : Optional.ofNullable(mapper.readValue(json, AcceptRequest.class))
                .map(AcceptRequest::projectId);
    Released released = intake.accept(caller, studyId, project);
    return new AcceptResponse(
        true,
        released.studyId(),
        released.projectId(),
        released.added(),
        released.repeated(),
        released.conflicting());
  }

  @DELETE
  @Path("{study_id}")
  @Operation(summary = "Discards a study in quarantine", description = "Needs intake.accept.")
  public void discard(@Context Caller caller, @PathParam("study_id") long studyId) {
    intake.discard(caller, studyId);
  }

  private static long number(String name, String text, long byDefault, long most) {
    if (text == null || text.isEmpty()) {
      return byDefault;
    }
    try {
      long value = Long.parseLong(text);
      if (value >= 1 && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // falls through to the refusal, which is the same for both
    }
    throw LaminaException.badRequest(name + " must be a whole number from 1 to " + most);
  }
}
