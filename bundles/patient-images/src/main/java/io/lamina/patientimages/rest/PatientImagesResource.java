package io.lamina.patientimages.rest;

import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.patientimages.domain.Asker;
import io.lamina.patientimages.domain.PatientImage;
import io.lamina.patientimages.domain.PatientImagesService;
import io.lamina.patientimages.domain.Scenario;
import io.lamina.rest.PublicBase;
import io.lamina.rest.Require;
import io.lamina.rest.RestResource;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.DELETE;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The images of a scenario (C-020, C-021, C-025). */
@RestResource
@Component(service = PatientImagesResource.class)
@Path("/patient-images")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Patient images")
public final class PatientImagesResource {
  private final PatientImagesService images;

  @Activate
  public PatientImagesResource(@Reference PatientImagesService images) {
    this.images = images;
  }

  @GET
  @Path("scenarios/{scenario_id}/images")
  @Operation(
      summary = "Lists the images of a scenario, newest first",
      description =
          "Needs patient-image.read, which every role has but demo. All of them: a scenario has at"
              + " most 1,000, as configured. Texts in Korean, or in English by Accept-Language.")
  public ImageListResponse list(
      @Context Caller caller,
      @Context HttpServletRequest request,
      @Context PublicBase base,
      @PathParam("scenario_id") String scenarioId)
      throws IOException {
    Asker asker = Asked.by(caller, request);
    List<ImageResponse> found =
        images.list(asker, new Scenario(scenarioId)).stream()
            .map(image -> response(image, base))
            .toList();
    return new ImageListResponse(
        scenarioId,
        found,
        found.size(),
        asker.say(
            "시나리오 " + scenarioId + "의 환자 이미지 " + found.size() + "개를 조회했습니다.",
            "Scenario " + scenarioId + " has " + found.size() + " patient images."));
  }

  @GET
  @Path("scenarios/{scenario_id}/image")
  @Operation(
      summary = "Answers the newest image of a scenario",
      description =
          "image is null where there is none; with strict=true that is 404. Needs"
              + " patient-image.read.")
  public RepresentativeResponse representative(
      @Context Caller caller,
      @Context HttpServletRequest request,
      @Context PublicBase base,
      @PathParam("scenario_id") String scenarioId,
      @QueryParam("strict") @DefaultValue("false") boolean strict)
      throws IOException {
    Asker asker = Asked.by(caller, request);
    Optional<PatientImage> image = images.representative(asker, new Scenario(scenarioId));
    if (image.isEmpty() && strict) {
      throw none(asker, scenarioId);
    }
    return new RepresentativeResponse(
        scenarioId,
        image.map(found -> response(found, base)).orElse(null),
        image.isPresent()
            ? asker.say("대표 환자 이미지를 조회했습니다.", "This is the scenario's newest patient image.")
            : asker.say(
                "시나리오 " + scenarioId + "의 환자 이미지가 없습니다.",
                "Scenario " + scenarioId + " has no patient image."));
  }

  @GET
  @Path("scenarios/{scenario_id}/image/presigned")
  @Operation(
      summary = "Answers a download link for the newest image of a scenario",
      description = "404 where there is none. Needs patient-image.read.")
  public DownloadUrlResponse presigned(
      @Context Caller caller,
      @Context HttpServletRequest request,
      @Context PublicBase base,
      @PathParam("scenario_id") String scenarioId,
      @Parameter(description = "Seconds, 3600 by default and at most") @QueryParam("expires_in")
          Long expiresIn)
      throws IOException {
    Require.optionalRange("expires_in", expiresIn, 1, Integer.MAX_VALUE);
    Asker asker = Asked.by(caller, request);
    Scenario scenario = new Scenario(scenarioId);
    PatientImage newest =
        images.representative(asker, scenario).orElseThrow(() -> none(asker, scenarioId));
    return Links.download(images, asker, scenario, newest.key(), expiresIn, base);
  }

  @DELETE
  @Path("{scenario_id}")
  @Operation(
      summary = "Removes an image of a scenario",
      description = "Needs patient-image.write. 404 for a key that is not one of this scenario's.")
  public MessageResponse delete(
      @Context Caller caller,
      @Context HttpServletRequest request,
      @PathParam("scenario_id") String scenarioId,
      @QueryParam("s3_key") String key)
      throws IOException {
    Asker asker = Asked.by(caller, request);
    Require.text("s3_key", key, 512);
    images.delete(asker, new Scenario(scenarioId), key);
    return new MessageResponse(
        asker.say("환자 이미지가 성공적으로 삭제되었습니다.", "The patient image was deleted."));
  }

  private ImageResponse response(PatientImage image, PublicBase base) {
    return ImageResponse.of(image, images.address(image, base.uri()));
  }

  private static LaminaException none(Asker asker, String scenarioId) {
    return LaminaException.notFound(
        asker.say(
            "시나리오 " + scenarioId + "의 환자 이미지를 찾을 수 없습니다.",
            "Scenario " + scenarioId + " has no patient image."));
  }
}
