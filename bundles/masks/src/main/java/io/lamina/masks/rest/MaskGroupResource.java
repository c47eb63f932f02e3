package io.lamina.masks.rest;

import io.lamina.api.identity.Caller;
import io.lamina.masks.domain.GroupPath;
import io.lamina.masks.domain.Listing;
import io.lamina.masks.domain.Mask;
import io.lamina.masks.domain.MaskFilter;
import io.lamina.masks.domain.MaskGroup;
import io.lamina.masks.domain.MaskGroupFilter;
import io.lamina.masks.domain.MaskGroupService;
import io.lamina.masks.domain.MaskService;
import io.lamina.masks.domain.MaskType;
import io.lamina.masks.domain.Page;
import io.lamina.rest.Paging;
import io.lamina.rest.RestResource;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.tags.Tag;
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

/** Mask groups (C-003 to C-007). */
@RestResource
@Component(service = MaskGroupResource.class)
@Path("/api/annotations/{annotation_id}/mask-groups")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Mask groups")
public final class MaskGroupResource {
  private final MaskGroupService groups;
  private final MaskService masks;

  @Activate
  public MaskGroupResource(@Reference MaskGroupService groups, @Reference MaskService masks) {
    this.groups = groups;
    this.masks = masks;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Creates a mask group",
      description = "Needs mask.write in the annotation's project.")
  public Response create(
      @Context Caller caller,
      @PathParam("annotation_id") long annotationId,
      MaskGroupRequest request) {
    MaskGroup created = groups.create(caller, annotationId, Bodies.present(request).toDomain());
    return answer(Response.status(Response.Status.CREATED), created);
  }

  @GET
  @Operation(
      summary = "Lists the mask groups of an annotation, by id",
      description =
          "At most 500 a page: page and page_size (default 20), or offset and limit (default 50)."
              + " Unknown parameters answer 400.")
  @Parameter(name = "modality", in = ParameterIn.QUERY)
  @Parameter(name = "mask_type", in = ParameterIn.QUERY)
  @Parameter(name = "page", in = ParameterIn.QUERY)
  @Parameter(name = "page_size", in = ParameterIn.QUERY)
  @Parameter(name = "offset", in = ParameterIn.QUERY)
  @Parameter(name = "limit", in = ParameterIn.QUERY)
  public Map<String, Object> list(
      @Context Caller caller, @PathParam("annotation_id") long annotationId, @Context UriInfo uri) {
    ListQuery query = new ListQuery(uri.getQueryParameters(), "modality", "mask_type");
    String type = query.text("mask_type", Fields.SHORT);
    MaskGroupFilter filter =
        new MaskGroupFilter(
            query.text("modality", MaskGroupRequest.MAX_MODALITY),
            type == null ? null : MaskType.byKey(type));
    Listing<MaskGroup> found = groups.list(caller, annotationId, filter, query.page());
    return query.answer(
        "mask_groups", found.items().stream().map(MaskGroupResponse::of).toList(), found.total());
  }

  @GET
  @Path("{group_id}")
  @Operation(
      summary = "Answers a mask group with its masks",
      description =
          "The first 500 masks by slice index; the list of masks has the rest. The stats count all"
              + " groups of the annotation.")
  public Response get(
      @Context Caller caller,
      @PathParam("annotation_id") long annotationId,
      @PathParam("group_id") long groupId) {
    GroupPath path = new GroupPath(annotationId, groupId);
    MaskGroup group = groups.get(caller, path);
    Listing<Mask> first = masks.list(caller, path, MaskFilter.ALL, new Page(0, Paging.MAX_LIMIT));
    return Response.ok(MaskGroupDetail.of(group, first.items(), groups.stats(caller, annotationId)))
        .tag(Revision.tag(group.revision()))
        .build();
  }

  @PUT
  @Path("{group_id}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Changes the given fields of a mask group",
      description = "With If-Match only if nobody changed it meanwhile (412 otherwise).")
  public Response update(
      @Context Caller caller,
      @PathParam("annotation_id") long annotationId,
      @PathParam("group_id") long groupId,
      @HeaderParam("If-Match") String ifMatch,
      MaskGroupUpdate update) {
    MaskGroup changed =
        groups.update(
            caller,
            new GroupPath(annotationId, groupId),
            Bodies.present(update).toDomain(),
            Revision.expected(ifMatch));
    return answer(Response.ok(), changed);
  }

  @DELETE
  @Path("{group_id}")
  @Operation(summary = "Deletes a mask group with its masks and their files")
  public void delete(
      @Context Caller caller,
      @PathParam("annotation_id") long annotationId,
      @PathParam("group_id") long groupId,
      @HeaderParam("If-Match") String ifMatch) {
    groups.delete(caller, new GroupPath(annotationId, groupId), Revision.expected(ifMatch));
  }

  private static Response answer(Response.ResponseBuilder builder, MaskGroup group) {
    return builder.entity(MaskGroupResponse.of(group)).tag(Revision.tag(group.revision())).build();
  }
}
