package io.lamina.accounts.rest;

import io.lamina.accounts.domain.UserService;
import io.lamina.api.identity.Caller;
import io.lamina.rest.Require;
import io.lamina.rest.RestResource;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import javax.ws.rs.Consumes;
import javax.ws.rs.POST;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Passwords: one's own, and those of others for who manages users. Nobody else resets one (H-21).
 */
@Component(service = PasswordResource.class)
@RestResource
@Path("/api/users")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Users")
public final class PasswordResource {
  private final UserService users;

  @Activate
  public PasswordResource(@Reference UserService users) {
    this.users = users;
  }

  @PUT
  @Path("me/password")
  @Operation(
      summary = "Change one's own password",
      description =
          "All tokens of before end; the answer is that of a sign-in, with a new one. 403 where"
              + " current_password is wrong.")
  public LoginResponse changeOwn(PasswordRequest request, @Context Caller caller) {
    Require.field("body", request);
    return LoginResponse.of(
        users.changeOwnPassword(
            caller,
            Require.field("current_password", request.currentPassword()),
            Require.field("new_password", request.newPassword())));
  }

  @POST
  @Path("{id}/password")
  @Operation(
      summary = "Set somebody's password",
      description = "Needs user.manage and every right that he has. His tokens end.")
  public MessageResponse set(
      @PathParam("id") long id, PasswordRequest request, @Context Caller caller) {
    Require.field("body", request);
    users.setPassword(caller, id, Require.field("password", request.password()));
    return new MessageResponse("The password was changed");
  }
}
