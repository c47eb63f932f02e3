package io.lamina.accounts.rest;

import io.lamina.accounts.domain.ProjectService;
import io.lamina.accounts.domain.Roles;
import io.lamina.accounts.domain.Roles.ProjectRole;
import io.lamina.accounts.domain.Roles.SiteRole;
import io.lamina.accounts.domain.Settings;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Permission;
import io.lamina.rest.RestResource;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.stream.Stream;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Which right which role gives, and what one may oneself (D-04, D-15). */
@Component(service = PermissionResource.class)
@RestResource
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Users")
public final class PermissionResource {
  private final ProjectService projects;
  private final Settings settings;

  /**
   * @param siteRoles names of the site roles that give it
   * @param projectRoles names of the project roles that give it
   */
  public record PermissionResponse(
      String name, List<String> siteRoles, List<String> projectRoles) {}

  /**
   * @param permissions by name
   */
  public record PermissionsResponse(List<PermissionResponse> permissions) {}

  /**
   * @param permissions names of what the caller may in the project
   */
  public record OwnPermissionsResponse(long projectId, List<String> permissions) {}

  @Activate
  public PermissionResource(@Reference ProjectService projects, @Reference Settings settings) {
    this.projects = projects;
    this.settings = settings;
  }

  @GET
  @Path("permissions")
  @Operation(
      summary = "Permissions with the roles that give them",
      description = "For everybody who is signed in. All of them, never paged.")
  public PermissionsResponse list(@Context Caller caller) {
    caller.requireSignedIn();
    Roles roles = settings.roles();
    return new PermissionsResponse(
        Stream.of(Permission.values())
            .map(
                permission ->
                    new PermissionResponse(
                        permission.key(),
                        roles.siteRoles().stream()
                            .filter(role -> role.permissions().contains(permission))
                            .map(SiteRole::name)
                            .toList(),
                        roles.projectRoles().stream()
                            .filter(role -> role.permissions().contains(permission))
                            .map(ProjectRole::name)
                            .toList()))
            .toList());
  }

  @GET
  @Path("projects/{id}/permissions")
  @Operation(
      summary = "What one may in a project",
      description =
          "For its members: by site roles, membership and API key together. 404 for" + " others.")
  public OwnPermissionsResponse own(@PathParam("id") long id, @Context Caller caller) {
    return new OwnPermissionsResponse(
        id, projects.permissions(caller, id).stream().map(Permission::key).sorted().toList());
  }
}
