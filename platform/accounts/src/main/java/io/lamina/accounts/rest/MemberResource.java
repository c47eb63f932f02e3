package io.lamina.accounts.rest;

import io.lamina.accounts.domain.MemberService;
import io.lamina.accounts.domain.Settings;
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

/** Members of projects (C-019, D-10). */
@Component(service = MemberResource.class)
@RestResource
@Path("/api/projects")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Projects")
public final class MemberResource {
  private final MemberService members;
  private final Settings settings;

  @Activate
  public MemberResource(@Reference MemberService members, @Reference Settings settings) {
    this.members = members;
    this.settings = settings;
  }

  @POST
  @Path("{id}/members")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Add a member",
      description =
          "For managers of the project who have every right of the role there. Without role he gets"
              + " the one his site roles stand for. 409 where he is a member already.")
  public MemberResponse add(
      @PathParam("id") long project, MemberRequest request, @Context Caller caller) {
    Require.field("body", request);
    long user = Require.field("user_id", request.userId());
    return MemberResponse.of(
        "The user was added to the project",
        members.add(caller, project, user, request.choice()),
        settings.roles());
  }

  @PUT
  @Path("{id}/members/{user}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Give a member another role",
      description =
          "For managers of the project who have every right of the role there. The last manager"
              + " keeps his role (409).")
  public MemberResponse changeRole(
      @PathParam("id") long project,
      @PathParam("user") long user,
      MemberRequest request,
      @Context Caller caller) {
    Require.field("body", request);
    return MemberResponse.of(
        "The role was changed",
        members.changeRole(
            caller,
            project,
            user,
            request.choice().orElseGet(() -> roles -> Require.field("role", null))),
        settings.roles());
  }

  @DELETE
  @Path("{id}/members/{user}")
  @Operation(
      summary = "Remove a member",
      description = "For managers of the project. The last manager stays (409).")
  public Response remove(
      @PathParam("id") long project, @PathParam("user") long user, @Context Caller caller) {
    members.remove(caller, project, user);
    return Response.noContent().build();
  }

  @GET
  @Path("{id}/membership")
  @Operation(summary = "One's own place in a project")
  public MembershipResponse own(@PathParam("id") long project, @Context Caller caller) {
    return of(project, caller.userId(), caller);
  }

  @GET
  @Path("{id}/members/{user}/membership")
  @Operation(summary = "Somebody's place in a project", description = "For members of the project.")
  public MembershipResponse of(
      @PathParam("id") long project, @PathParam("user") long user, @Context Caller caller) {
    return MembershipResponse.of(members.find(caller, project, user), settings.roles());
  }

  @GET
  @Path("{id}/users")
  @Operation(
      summary = "Members of a project",
      description = "For members of the project. By user id, at most 500 a page.")
  public Map<String, Object> list(
      @PathParam("id") long project, @Context UriInfo uri, @Context Caller caller) {
    Paging paging = Paging.of(uri.getQueryParameters());
    return PagedResponse.of(
        "users",
        members
            .list(caller, project, paging.offset(), paging.limit())
            .map(member -> MemberResponse.of(null, member, settings.roles())),
        paging);
  }
}
