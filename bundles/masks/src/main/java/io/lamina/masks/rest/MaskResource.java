package io.lamina.masks.rest;

import io.lamina.api.identity.Caller;
import io.lamina.masks.domain.Downloads;
import io.lamina.masks.domain.GroupPath;
import io.lamina.masks.domain.Listing;
import io.lamina.masks.domain.Mask;
import io.lamina.masks.domain.MaskFilter;
import io.lamina.masks.domain.MaskService;
import io.lamina.rest.PublicBase;
import io.lamina.rest.Require;
import io.lamina.rest.RestResource;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.Map;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.HeaderParam;
import javax.ws.rs.POST;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.UriInfo;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The masks of a group (C-011 to C-017). */
@RestResource
@Component(service = MaskResource.class)
@Path("/api/annotations/{annotation_id}/mask-groups/{group_id}/masks")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Masks")
public final class MaskResource {
  private final MaskService masks;
  private final Downloads downloads;

  @Activate
  public MaskResource(@Reference MaskService masks, @Reference Downloads downloads) {
    this.masks = masks;
    this.downloads = downloads;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Creates a mask for an uploaded file",
      description =
          "An upload that is not completed yet is completed by this. A mask whose file is not"
              + " uploaded yet is unverifiable and cannot be downloaded until complete-upload."
              + " geometry tells whether it fits the image it lies on (sop_instance_uid, or that of"
              + " the annotation): size, and for DICOM SEG and NIfTI orientation, place and order"
              + " of the frames. With integrity = strict what is declared wrongly or does not fit"
              + " is refused with 409.")
  public Response create(
      @Context Caller caller,
      @PathParam("annotation_id") long annotationId,
      @PathParam("group_id") long groupId,
      MaskRequest request) {
    MaskRequest body = Bodies.present(request);
    Bodies.sameAsPath("mask_group_id", body.maskGroupId(), groupId);
    Mask created = masks.create(caller, new GroupPath(annotationId, groupId), body.toDomain());
    return answer(Response.status(Response.Status.CREATED), created);
  }

  @GET
  @Operation(
      summary = "Lists the masks of a group, by slice index and id",
      description =
          "At most 500 a page: page and page_size (default 20), or offset and limit (default 50)."
              + " Unknown parameters answer 400.")
  @Parameter(name = "label_name", in = ParameterIn.QUERY)
  @Parameter(name = "slice_index", in = ParameterIn.QUERY)
  @Parameter(name = "sop_instance_uid", in = ParameterIn.QUERY)
  @Parameter(name = "page", in = ParameterIn.QUERY)
  @Parameter(name = "page_size", in = ParameterIn.QUERY)
  @Parameter(name = "offset", in = ParameterIn.QUERY)
  @Parameter(name = "limit", in = ParameterIn.QUERY)
  public Map<String, Object> list(
      @Context Caller caller,
      @PathParam("annotation_id") long annotationId,
      @PathParam("group_id") long groupId,
      @Context UriInfo uri) {
    ListQuery query =
        new ListQuery(uri.getQueryParameters(), "label_name", "slice_index", "sop_instance_uid");
    Long slice =
        Require.optionalRange("slice_index", query.number("slice_index"), 0, Integer.MAX_VALUE);
    MaskFilter filter =
        new MaskFilter(
            query.text("label_name", Fields.SHORT),
            slice == null ? null : slice.intValue(),
            Fields.optionalUid("sop_instance_uid", query.text("sop_instance_uid", 64)));
    Listing<Mask> found =
        masks.list(caller, new GroupPath(annotationId, groupId), filter, query.page());
    return query.answer(
        "masks", found.items().stream().map(MaskResponse::of).toList(), found.total());
  }

  @GET
  @Path("stats")
  @Operation(
      summary = "Answers sums over the masks of a group",
      description = "Sizes are in bytes: as measured, or as declared until a file is completed.")
  public MaskStatsResponse stats(
      @Context Caller caller,
      @PathParam("annotation_id") long annotationId,
      @PathParam("group_id") long groupId) {
    return MaskStatsResponse.of(masks.stats(caller, new GroupPath(annotationId, groupId)));
  }

  @GET
  @Path("{mask_id}")
  @Operation(summary = "Answers a mask")
  public Response get(
      @Context Caller caller,
      @PathParam("annotation_id") long annotationId,
      @PathParam("group_id") long groupId,
      @PathParam("mask_id") long maskId) {
    return answer(Response.ok(), masks.get(caller, new GroupPath(annotationId, groupId), maskId));
  }

  @PUT
  @Path("{mask_id}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Changes the given fields of a mask",
      description = "With If-Match only if nobody changed it meanwhile (412 otherwise).")
  public Response update(
      @Context Caller caller,
      @PathParam("annotation_id") long annotationId,
      @PathParam("group_id") long groupId,
      @PathParam("mask_id") long maskId,
      @HeaderParam("If-Match") String ifMatch,
      MaskUpdate update) {
    Mask changed =
        masks.update(
            caller,
            new GroupPath(annotationId, groupId),
            maskId,
            Bodies.present(update).toDomain(),
            Revision.expected(ifMatch));
    return answer(Response.ok(), changed);
  }

  @DELETE
  @Path("{mask_id}")
  @Operation(summary = "Deletes a mask, and its file unless another mask of the group uses it")
  public void delete(
      @Context Caller caller,
      @PathParam("annotation_id") long annotationId,
      @PathParam("group_id") long groupId,
      @PathParam("mask_id") long maskId,
      @HeaderParam("If-Match") String ifMatch) {
    masks.delete(caller, new GroupPath(annotationId, groupId), maskId, Revision.expected(ifMatch));
  }

  @POST
  @Path("{mask_id}/download-url")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Answers a link for reading a mask's file",
      description = "Valid for 3600 s by default and at most. 409 while it is not completed.")
  public DownloadUrlResponse downloadUrl(
      @Context Caller caller,
      @Context PublicBase base,
      @PathParam("annotation_id") long annotationId,
      @PathParam("group_id") long groupId,
      @PathParam("mask_id") long maskId,
      DownloadUrlRequest request) {
    DownloadUrlRequest body = request == null ? DownloadUrlRequest.EMPTY : request;
    Bodies.sameAsPath("mask_id", body.maskId(), maskId);
    Duration asked = body.expiresIn() == null ? null : Duration.ofSeconds(body.expiresIn());
    return DownloadUrlResponse.of(
        downloads.issue(
            caller,
            new GroupPath(annotationId, groupId),
            maskId,
            body.filePath(),
            asked,
            base.uri()));
  }

  private static Response answer(Response.ResponseBuilder builder, Mask mask) {
    return builder.entity(MaskResponse.of(mask)).tag(Revision.tag(mask.revision())).build();
  }
}
