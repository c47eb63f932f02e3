package io.lamina.masks.rest;

import io.lamina.api.identity.Caller;
import io.lamina.masks.domain.Annotation;
import io.lamina.masks.domain.AnnotationFilter;
import io.lamina.masks.domain.AnnotationListing;
import io.lamina.masks.domain.AnnotationService;
import io.lamina.rest.RestResource;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Iterator;
import java.util.Map;
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

  @Activate
  public AnnotationResource(@Reference AnnotationService annotations) {
    this.annotations = annotations;
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
          "At most 500 a page: page and page_size, or offset and limit. Unknown parameters answer"
              + " 400.")
  @Parameter(name = "user_id", in = ParameterIn.QUERY)
  @Parameter(name = "project_id", in = ParameterIn.QUERY)
  @Parameter(name = "study_instance_uid", in = ParameterIn.QUERY)
  @Parameter(name = "viewer_software", in = ParameterIn.QUERY)
  @Parameter(name = "page", in = ParameterIn.QUERY)
  @Parameter(name = "page_size", in = ParameterIn.QUERY)
  @Parameter(name = "offset", in = ParameterIn.QUERY)
  @Parameter(name = "limit", in = ParameterIn.QUERY)
  public Map<String, Object> list(@Context Caller caller, @Context UriInfo uri) {
    ListQuery query =
        new ListQuery(
            uri.getQueryParameters(),
            "user_id",
            "project_id",
            "study_instance_uid",
            "viewer_software");
    AnnotationFilter filter =
        new AnnotationFilter(
            query.number("user_id"),
            query.number("project_id"),
            Fields.optionalUid("study_instance_uid", query.text("study_instance_uid", 64)),
            query.text("viewer_software", Fields.SHORT));
    AnnotationListing found = annotations.list(caller, filter, query.page());
    Map<String, Object> answer =
        query.answer(
            "annotations",
            // written one by one: a page of large ones does not fit into the memory
            (Iterable<AnnotationResponse>) () -> responses(found.items()),
            found.total());
    answer.put("total", found.total());
    return answer;
  }

  @GET
  @Path("{annotation_id}")
  @Operation(summary = "Answers an annotation")
  public Response get(@Context Caller caller, @PathParam("annotation_id") long id) {
    return answer(Response.ok(), annotations.get(caller, id));
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

  private static Iterator<AnnotationResponse> responses(Iterable<Annotation> items) {
    return StreamSupport.stream(items.spliterator(), false).map(AnnotationResponse::of).iterator();
  }

  private static Response answer(Response.ResponseBuilder builder, Annotation annotation) {
    return builder
        .entity(AnnotationResponse.of(annotation))
        .tag(Revision.tag(annotation.revision()))
        .build();
  }
}
