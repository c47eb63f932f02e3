package io.lamina.masks.rest;

import io.lamina.api.identity.Caller;
import io.lamina.masks.domain.Annotation;
import io.lamina.masks.domain.AnnotationHistoryService;
import io.lamina.masks.domain.AnnotationService;
import io.lamina.masks.domain.AnnotationVersion;
import io.lamina.masks.domain.InParts;
import io.lamina.rest.RestResource;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.StreamSupport;
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

/** Annotations (C-002 and what S1 is silent about). */
@RestResource
@Component(service = AnnotationResource.class)
@Path("/api/annotations")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Annotations")
public final class AnnotationResource {
  private final AnnotationService annotations;
  private final AnnotationHistoryService history;

  @Activate
  public AnnotationResource(
      @Reference AnnotationService annotations, @Reference AnnotationHistoryService history) {
    this.annotations = annotations;
    this.history = history;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Creates an annotation",
      description = "The caller owns it; he needs annotation.write in the project.")
  public Response create(@Context Caller caller, AnnotationRequest request) {
    AnnotationRequest body = Bodies.present(request);
    Annotation created = annotations.create(caller, body.projectId(), body.image(), body.content());
    return answer(Response.status(Response.Status.CREATED), created);
  }

  @GET
  @Operation(
      summary = "Lists annotations the caller may read, by id",
      description =
          "At most 500 a page: page and page_size, or offset and limit. The measurement_"
              + " parameters together find annotations of which one value fits all of them: id,"
              + " type and unit exactly as stored, min and max inclusive and in that unit; min, max"
              + " and unit need measurement_type or measurement_id. Unknown parameters answer 400.")
  @Parameter(name = "user_id", in = ParameterIn.QUERY)
  @Parameter(name = "project_id", in = ParameterIn.QUERY)
  @Parameter(name = "study_instance_uid", in = ParameterIn.QUERY)
  @Parameter(name = "series_instance_uid", in = ParameterIn.QUERY)
  @Parameter(name = "sop_instance_uid", in = ParameterIn.QUERY)
  @Parameter(name = "viewer_software", in = ParameterIn.QUERY)
  @Parameter(name = "tool_name", in = ParameterIn.QUERY)
  @Parameter(name = "measurement_id", in = ParameterIn.QUERY)
  @Parameter(name = "measurement_type", in = ParameterIn.QUERY)
  @Parameter(name = "measurement_unit", in = ParameterIn.QUERY)
  @Parameter(name = "measurement_min", in = ParameterIn.QUERY)
  @Parameter(name = "measurement_max", in = ParameterIn.QUERY)
  @Parameter(name = "page", in = ParameterIn.QUERY)
  @Parameter(name = "page_size", in = ParameterIn.QUERY)
  @Parameter(name = "offset", in = ParameterIn.QUERY)
  @Parameter(name = "limit", in = ParameterIn.QUERY)
  public Map<String, Object> list(@Context Caller caller, @Context UriInfo uri) {
    ListQuery query = AnnotationQuery.of(uri.getQueryParameters());
    InParts<Annotation> found =
        annotations.list(caller, AnnotationQuery.filter(query), query.page());
    Map<String, Object> answer =
        query.answer("annotations", oneByOne(found.items(), AnnotationResponse::of), found.total());
    answer.put("total", found.total());
    return answer;
  }

  @GET
  @Path("{annotation_id}")
  @Operation(summary = "Answers an annotation")
  public Response get(@Context Caller caller, @PathParam("annotation_id") long id) {
    return answer(Response.ok(), annotations.get(caller, id));
  }

  @GET
  @Path("{annotation_id}/history")
  @Operation(
      summary = "Lists what an annotation was before each change, the latest first",
      description =
          "Who changed or deleted it, when, and the annotation as it was until then. For whoever"
              + " may read it. Whom only sharing lets in sees the versions that were shared, and"
              + " none of a deleted one, which is shared no more. At most 500 a page: page and"
              + " page_size, or offset and limit.")
  @Parameter(name = "page", in = ParameterIn.QUERY)
  @Parameter(name = "page_size", in = ParameterIn.QUERY)
  @Parameter(name = "offset", in = ParameterIn.QUERY)
  @Parameter(name = "limit", in = ParameterIn.QUERY)
  public Map<String, Object> history(
      @Context Caller caller, @PathParam("annotation_id") long id, @Context UriInfo uri) {
    ListQuery query = new ListQuery(uri.getQueryParameters());
    InParts<AnnotationVersion> found = history.list(caller, id, query.page());
    return query.answer(
        "history", oneByOne(found.items(), AnnotationVersionResponse::of), found.total());
  }

  @PUT
  @Path("{annotation_id}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Changes the given fields of an annotation",
      description = "With If-Match only if nobody changed it meanwhile (412 otherwise).")
  public Response update(
      @Context Caller caller,
      @PathParam("annotation_id") long id,
      @HeaderParam("If-Match") String ifMatch,
      AnnotationUpdate update) {
    Long expected = Revision.expected(ifMatch);
    return answer(
        Response.ok(), annotations.update(caller, id, Bodies.present(update).toDomain(), expected));
  }

  @DELETE
  @Path("{annotation_id}")
  @Operation(summary = "Deletes an annotation with its mask groups, masks and their files")
  public void delete(
      @Context Caller caller,
      @PathParam("annotation_id") long id,
      @HeaderParam("If-Match") String ifMatch) {
    annotations.delete(caller, id, Revision.expected(ifMatch));
  }

  /** A page of large ones does not fit into the memory. */
  private static <T, R> Iterable<R> oneByOne(Iterable<T> items, Function<T, R> response) {
    return () -> StreamSupport.stream(items.spliterator(), false).map(response).iterator();
  }

  private static Response answer(Response.ResponseBuilder builder, Annotation annotation) {
    return builder
        .entity(AnnotationResponse.of(annotation))
        .tag(Revision.tag(annotation.revision()))
        .build();
  }
}
