package io.lamina.accounts.rest;

import io.lamina.accounts.domain.Roles;
import io.lamina.accounts.domain.Settings;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Permission;
import io.lamina.rest.RestResource;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Roles and what they allow, as configured (D-04, D-15). */
@Component(service = RoleResource.class)
@RestResource
@Path("/api/roles")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Users")
public final class RoleResource {
  private final Settings settings;

  /**
   * @param id number of a project role; null for a site role
   * @param scope "site" or "project"
   * @param memberRole project role that goes with a site role; null for a project role
   */
  public record RoleResponse(
      Integer id, String name, String scope, List<String> permissions, String memberRole) {}

  /**
   * @param roles site roles, then project roles
   */
  public record RolesResponse(List<RoleResponse> roles) {}

  @Activate
  public RoleResource(@Reference Settings settings) {
    this.settings = settings;
  }

  @GET
  @Operation(summary = "Roles with their permissions", description = "All of them, never paged.")
  public RolesResponse list(@Context Caller caller) {
    caller.requireSignedIn();
    Roles roles = settings.roles();
    List<RoleResponse> site =
        roles.siteRoles().stream()
            .map(
                role ->
                    new RoleResponse(
                        null, role.name(), "site", keys(role.permissions()), role.memberRole()))
            .toList();
    List<RoleResponse> project =
        roles.projectRoles().stream()
            .map(
                role ->
                    new RoleResponse(
                        role.id(), role.name(), "project", keys(role.permissions()), null))
            .toList();
    return new RolesResponse(Stream.concat(site.stream(), project.stream()).toList());
  }

  private static List<String> keys(Set<Permission> permissions) {
    return permissions.stream().map(Permission::key).sorted().toList();
  }
}
