package io.lamina.masks.rest;

import io.lamina.api.identity.Caller;
import io.lamina.masks.domain.GroupPath;
import io.lamina.masks.domain.UploadService;
import io.lamina.rest.RestResource;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
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

/** The end of mask uploads (C-010). */
@RestResource
@Component(service = UploadCompletionResource.class)
@Path("/api/annotations/{annotation_id}/mask-groups/{group_id}/complete-upload")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Mask upload")
public final class UploadCompletionResource {
  private final UploadService uploads;

  @Activate
  public UploadCompletionResource(@Reference UploadService uploads) {
    this.uploads = uploads;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Acknowledges uploaded mask files",
      description =
          "Answers when all files are durable and their content is what their media type says; a"
              + " missing or wrong one answers 400 naming it, and none is counted. At most 10000"
              + " files. May be repeated.")
  public CompleteUploadResponse complete(
      @Context Caller caller,
      @PathParam("annotation_id") long annotationId,
      @PathParam("group_id") long groupId,
      CompleteUploadRequest request) {
    CompleteUploadRequest body = Bodies.present(request);
    Bodies.sameAsPath("mask_group_id", body.maskGroupId(), groupId);
    GroupPath path = new GroupPath(annotationId, groupId);
    if (body.batch()) {
      return CompleteUploadResponse.of(uploads.complete(caller, path, body.uploadedFiles()));
    }
    return CompleteUploadResponse.of(
        uploads.completeOne(caller, path, body.fileKey(), body.fileSize(), body.checksum()),
        body.fileSize(),
        body.checksum());
  }
}
