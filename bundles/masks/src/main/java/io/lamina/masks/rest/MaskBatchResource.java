package io.lamina.masks.rest;

import io.lamina.api.identity.Caller;
import io.lamina.masks.domain.BatchService;
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

/** Many masks in two requests, beside the documented ones for one at a time. */
@RestResource
@Component(service = MaskBatchResource.class)
@Path("/api/annotations/{annotation_id}/mask-groups/{group_id}/batch")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Mask upload")
public final class MaskBatchResource {
  private final UploadService uploads;
  private final BatchService batches;

  @Activate
  public MaskBatchResource(@Reference UploadService uploads, @Reference BatchService batches) {
    this.uploads = uploads;
    this.batches = batches;
  }

  @POST
  @Path("upload-urls")
  @Operation(
      summary = "Answers links for one PUT each of many mask files",
      description =
          "As upload-url, for 1 to 1000 files; needs mask.write. uploads has the links by their"
              + " index in the request, rejected_files what got none and why; 400 where none did.")
  public UploadUrlsResponse uploadUrls(
      @Context Caller caller,
      @Context PublicBase base,
      @PathParam("annotation_id") long annotationId,
      @PathParam("group_id") long groupId,
      UploadUrlsRequest request) {
    UploadUrlsRequest body = Bodies.present(request);
    return UploadUrlsResponse.of(
        body,
        uploads.issueAll(
            caller, new GroupPath(annotationId, groupId), body.toDomain(), base.uri()));
  }

  @POST
  @Path("complete")
  @Operation(
      summary = "Acknowledges many uploaded mask files, and makes their masks",
      description =
          "As complete-upload, for 1 to 1000 files in one transaction; needs mask.write. Each file"
              + " stands for itself: rejected_files names by index what is missing, damaged or not"
              + " what it claims, the rest is acknowledged; where none is, 400 (or what all of them"
              + " agree on). With create_masks each gets a mask, as POST masks makes it; one that"
              + " is there as declared is answered with created: false, so the request may be"
              + " repeated.")
  public CompleteUploadsResponse complete(
      @Context Caller caller,
      @PathParam("annotation_id") long annotationId,
      @PathParam("group_id") long groupId,
      CompleteUploadsRequest request) {
    CompleteUploadsRequest body = Bodies.present(request);
    return CompleteUploadsResponse.of(
        body,
        batches.complete(
            caller,
            new GroupPath(annotationId, groupId),
            body.toDomain(),
            Boolean.TRUE.equals(body.createMasks())));
  }
}
