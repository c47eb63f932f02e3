package io.lamina.accounts.rest;

import io.lamina.accounts.domain.ProjectService;
import io.lamina.api.identity.Caller;
import io.lamina.rest.Paging;
import io.lamina.rest.Require;
import io.lamina.rest.RestResource;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
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

/** Projects (C-019, D-10). One that the caller is no member of answers 404. */
@Component(service = ProjectResource.class)
@RestResource
@Path("/api/projects")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Projects")
public final class ProjectResource {
  private final ProjectService projects;

  @Activate
  public ProjectResource(@Reference ProjectService projects) {
    this.projects = projects;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Create a project",
      description = "Needs project.manage. Who creates it manages it. Names need not be unique.")
  public Response create(ProjectRequest request, @Context Caller caller) {
    Require.field("body", request);
    ProjectResponse created =
        ProjectResponse.of(projects.create(caller, request.details(), request.active()));
    return Response.status(Response.Status.CREATED).entity(created).build();
  }

  @GET
  @Operation(
      summary = "List the projects one sees",
      description = "By id, at most 500 a page (page/page_size or offset/limit).")
  public Map<String, Object> list(@Context UriInfo uri, @Context Caller caller) {
    Paging paging = Paging.of(uri.getQueryParameters());
    return PagedResponse.of(
        "projects",
        projects.list(caller, paging.offset(), paging.limit()).map(ProjectResponse::of),
        paging);
  }

  @GET
  @Path("{id}")
  @Operation(summary = "A project")
  public ProjectResponse get(@PathParam("id") long id, @Context Caller caller) {
    return ProjectResponse.of(projects.get(caller, id));
  }

  @PUT
  @Path("{id}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Change a project",
      description = "For its managers. Fields that are absent stay as they are.")
  public ProjectResponse update(
      @PathParam("id") long id, ProjectRequest request, @Context Caller caller) {
    Require.field("body", request);
    return ProjectResponse.of(projects.update(caller, id, request::over));
  }

  @DELETE
  @Path("{id}")
  @Operation(
      summary = "Take a project out of use",
      description =
          "For its managers. Its members see nothing of it any more; its data stays, and who has"
              + " project.manage on the whole site can set is_active again. Project 1 stays (409).")
  public Response deactivate(@PathParam("id") long id, @Context Caller caller) {
    projects.deactivate(caller, id);
    return Response.noContent().build();
  }
}
