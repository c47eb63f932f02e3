package io.lamina.accounts.rest;

import io.lamina.accounts.domain.AccountStatus;
import io.lamina.accounts.domain.ProjectService;
import io.lamina.accounts.domain.UserService;
import io.lamina.accounts.domain.Users.UserEdit;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.rest.Paging;
import io.lamina.rest.Require;
import io.lamina.rest.RestResource;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.UriInfo;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Users (D-10). */
@Component(service = UserResource.class)
@RestResource
@Path("/api/users")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Users")
public final class UserResource {
  private final UserService users;
  private final ProjectService projects;

  @Activate
  public UserResource(@Reference UserService users, @Reference ProjectService projects) {
    this.users = users;
    this.projects = projects;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Create a user",
      description =
          "Needs user.manage, and every right that the given roles have. Passwords have 8"
              + " characters or more and at most 1024 bytes. 409 where the username, e-mail or"
              + " keycloak_id is in use, in whatever case.")
  public Response create(UserRequest request, @Context Caller caller) {
    Require.field("body", request);
    UserResponse created =
        UserResponse.of(
            users.create(
                caller,
                Require.text("username", request.username(), 150),
                Require.text("email", request.email(), 254),
                Require.field("password", request.password()),
                Optional.ofNullable(request.keycloakId()),
                request.roles() == null ? Set.of() : request.roles()));
    return Response.status(Response.Status.CREATED).entity(created).build();
  }

  @GET
  @Operation(
      summary = "List users",
      description =
          "Needs user.manage. By id, at most 500 a page (page/page_size or offset/limit);"
              + " account_status (ACTIVE, PENDING_APPROVAL, DISABLED) lists those alone.")
  public Map<String, Object> list(
      @QueryParam("account_status") String status, @Context UriInfo uri, @Context Caller caller) {
    Paging paging = Paging.of(uri.getQueryParameters());
    return PagedResponse.of(
        "users",
        users.list(caller, status(status), paging.offset(), paging.limit()).map(UserResponse::of),
        paging);
  }

  private static Optional<AccountStatus> status(String name) {
    if (name == null) {
      return Optional.empty();
    }
    return Optional.of(
        Stream.of(AccountStatus.values())
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    LaminaException.badRequest(
                        "Query parameter 'account_status' must be ACTIVE, PENDING_APPROVAL or"
                            + " DISABLED")));
  }

  @GET
  @Path("{id}")
  @Operation(
      summary = "A user",
      description = "For himself, for who has user.manage and for managers of a project.")
  public UserResponse get(@PathParam("id") long id, @Context Caller caller) {
    return UserResponse.of(users.get(caller, id));
  }

  @GET
  @Path("username/{username}")
  @Operation(summary = "A user by his name, in whatever case", description = "As by id.")
  public UserResponse byUsername(@PathParam("username") String username, @Context Caller caller) {
    return UserResponse.of(users.byUsername(caller, username));
  }

  @PUT
  @Path("{id}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Change e-mail, keycloak_id, roles or is_active of a user",
      description =
          "Needs user.manage, and every right that the user has, in his projects too, or gets."
              + " The username stays; the"
              + " password has a path of its own. The last user with user.manage keeps it (409).")
  public UserResponse update(
      @PathParam("id") long id, UserRequest request, @Context Caller caller) {
    Require.field("body", request);
    if (request.username() != null && !users.get(caller, id).isCalled(request.username())) {
      throw LaminaException.invalid("Field 'username' cannot be changed");
    }
    if (request.password() != null) {
      throw LaminaException.invalid("Field 'password' is set by POST /api/users/{id}/password");
    }
    UserEdit edit =
        new UserEdit(
            Optional.ofNullable(request.email()),
            Optional.ofNullable(request.keycloakId()),
            Optional.ofNullable(request.roles()),
            Optional.ofNullable(request.isActive()));
    return UserResponse.of(users.update(caller, id, edit));
  }

  @DELETE
  @Path("{id}")
  @Operation(
      summary = "Deactivate a user",
      description =
          "Needs user.manage and every right that he has, in his projects too. His tokens,"
              + " sessions, API keys, resets and invitations end; what he made stays, and so does"
              + " his name.")
  public Response deactivate(@PathParam("id") long id, @Context Caller caller) {
    users.deactivate(caller, id);
    return Response.noContent().build();
  }

  @GET
  @Path("{id}/projects")
  @Operation(
      summary = "The projects a user sees",
      description = "For himself and for who has user.manage. By id, at most 500 a page.")
  public Map<String, Object> projects(
      @PathParam("id") long id, @Context UriInfo uri, @Context Caller caller) {
    Paging paging = Paging.of(uri.getQueryParameters());
    return PagedResponse.of(
        "projects",
        projects.ofUser(caller, id, paging.offset(), paging.limit()).map(ProjectResponse::of),
        paging);
  }
}
