package io.lamina.accounts.rest;

import io.lamina.accounts.domain.SignInService;
import io.lamina.accounts.domain.SignInService.SignedIn;
import io.lamina.accounts.domain.UserService;
import io.lamina.api.identity.Caller;
import io.lamina.rest.Require;
import io.lamina.rest.RestResource;
import io.lamina.rest.browser.Browser;
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
  private final SignInService signIns;

  @Activate
  public PasswordResource(@Reference UserService users, @Reference SignInService signIns) {
    this.users = users;
    this.signIns = signIns;
  }

  @PUT
  @Path("me/password")
  @Operation(
      summary = "Change one's own password",
      description =
          "All tokens, sessions and resets of before end; the answer is that of a sign-in, with a"
              + " new token, and with a new session where the request named one. API keys and"
              + " invitations stay unless end_api_keys is true; api_keys_ended says so. 403 where"
              + " current_password is wrong.")
  public PasswordChangeResponse changeOwn(
      PasswordRequest request, @Context Caller caller, @Context Browser browser) {
    Require.field("body", request);
    boolean endingAll = Boolean.TRUE.equals(request.endApiKeys());
    SignedIn signedIn =
        users.changeOwnPassword(
            caller,
            Require.field("current_password", request.currentPassword()),
            Require.field("new_password", request.newPassword()),
            endingAll);
    if (browser.sessionId().isPresent()) {
      browser.signedIn(signIns.openSession(signedIn, browser.sessionMark(), browser.sessionId()));
    }
    return new PasswordChangeResponse(LoginResponse.of(signedIn), endingAll);
  }

  @POST
  @Path("{id}/password")
  @Operation(
      summary = "Set somebody's password",
      description =
          "Needs user.manage and every right that he has, in his projects too. His tokens,"
              + " sessions, API keys, resets and invitations end.")
  public MessageResponse set(
      @PathParam("id") long id, PasswordRequest request, @Context Caller caller) {
    Require.field("body", request);
    users.setPassword(caller, id, Require.field("password", request.password()));
    return new MessageResponse("The password was changed");
  }
}
