package io.lamina.patientimages.rest;

import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.patientimages.domain.Asker;
import io.lamina.patientimages.domain.IssuedUpload;
import io.lamina.patientimages.domain.PatientImagesService;
import io.lamina.patientimages.domain.Scenario;
import io.lamina.rest.PublicBase;
import io.lamina.rest.RestResource;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.Consumes;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Links for uploading and downloading a scenario's images (C-022, C-024). */
@RestResource
@Component(service = PatientImageLinksResource.class)
@Path("/patient-images")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Patient images")
public final class PatientImageLinksResource {
  private final PatientImagesService images;

  @Activate
  public PatientImageLinksResource(@Reference PatientImagesService images) {
    this.images = images;
  }

  @POST
  @Path("upload-url/{scenario_id}")
  @Operation(
      summary = "Answers a link for uploading one image",
      description =
          "Needs patient-image.write. The link takes one PUT (or one form, with method POST) within"
              + " an hour, of the Content-Type given here. The file is decoded when it arrives:"
              + " what is no JPEG, PNG, GIF or WebP, or another type than said, is refused and not"
              + " stored. At most 10 MiB and 50 million pixels, as configured.")
  public UploadUrlResponse upload(
      @Context Caller caller,
      @Context HttpServletRequest request,
      @Context PublicBase base,
      @PathParam("scenario_id") String scenarioId,
      UploadUrlRequest body)
      throws IOException {
    Asker asker = Asked.by(caller, request);
    UploadUrlRequest wish = present(body);
    Scenario scenario = new Scenario(scenarioId);
    IssuedUpload issued = images.issue(asker, scenario, wish.toDomain(), base.uri());
    return new UploadUrlResponse(
        scenarioId,
        wish.filename(),
        issued.storedFilename(),
        wish.method(),
        issued.uploadUrl().toString(),
        issued.fields().isEmpty() ? null : issued.fields(),
        wish.contentType(),
        wish.contentLength(),
        issued.seconds(),
        issued.key(),
        issued.url().toString(),
        asker.say(
            "업로드 URL이 생성되었습니다. 이 URL로 " + wish.method() + " 요청을 보내 파일을 업로드하세요.",
            "The upload link was made. Send the file to it by " + wish.method() + "."));
  }

  @POST
  @Path("download-url/{scenario_id}")
  @Operation(
      summary = "Answers a link for downloading one image without signing in",
      description = "Needs patient-image.read. 404 for a key that is not one of this scenario's.")
  public DownloadUrlResponse download(
      @Context Caller caller,
      @Context HttpServletRequest request,
      @Context PublicBase base,
      @PathParam("scenario_id") String scenarioId,
      DownloadUrlRequest body)
      throws IOException {
    DownloadUrlRequest wish = present(body);
    return Links.download(
        images,
        Asked.by(caller, request),
        new Scenario(scenarioId),
        wish.s3Key(),
        wish.expiresIn(),
        base);
  }

  private static <T> T present(T body) {
    if (body == null) {
      throw LaminaException.badRequest("The request needs a JSON object as its body");
    }
    return body;
  }
}
