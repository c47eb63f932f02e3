package io.lamina.masks.rest;

import io.lamina.api.identity.Caller;
import io.lamina.masks.domain.GroupPath;
import io.lamina.masks.domain.UploadService;
import io.lamina.rest.PublicBase;
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

/** Links for mask uploads (C-008). */
@RestResource
@Component(service = MaskUploadResource.class)
@Path("/api/annotations/{annotation_id}/mask-groups/{group_id}/upload-url")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Mask upload")
public final class MaskUploadResource {
  private final UploadService uploads;

  @Activate
  public MaskUploadResource(@Reference UploadService uploads) {
    this.uploads = uploads;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Answers a link for one PUT of a mask file",
      description =
          "The link takes one successful PUT without further credentials, with the Content-Type"
              + " given here. file_path names the file from then on; a name that is taken gets a"
              + " suffix. Files of at most 512 MiB, as configured.")
  public UploadUrlResponse issue(
      @Context Caller caller,
      @Context PublicBase base,
      @PathParam("annotation_id") long annotationId,
      @PathParam("group_id") long groupId,
      UploadUrlRequest request) {
    UploadUrlRequest body = Bodies.present(request);
    Bodies.sameAsPath("mask_group_id", body.maskGroupId(), groupId);
    return UploadUrlResponse.of(
        uploads.issue(caller, new GroupPath(annotationId, groupId), body.toDomain(), base.uri()));
  }
}
