package io.lamina.accounts.rest;

import io.lamina.accounts.domain.PasswordResetService;
import io.lamina.accounts.domain.PasswordResetService.IssuedReset;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.rest.AnonymousAllowed;
import io.lamina.rest.Require;
import io.lamina.rest.RestResource;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import javax.ws.rs.Consumes;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** One-time tokens for who forgot his password. Nothing else resets one (H-21). */
@Component(service = PasswordResetResource.class)
@RestResource
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Users")
public final class PasswordResetResource {
  private final PasswordResetService resets;

  @Activate
  public PasswordResetResource(@Reference PasswordResetService resets) {
    this.resets = resets;
  }

  @POST
  @Path("users/{id}/password-reset")
  @Operation(
      summary = "Issue a one-time token with which a user sets his password anew",
      description =
          "Needs user.manage and every right that he has, in his projects too. The answer shows the"
              + " token, this once; it is good once and for 24 hours, and ends with a newer one or"
              + " any change of his password. 409 where he is not active.")
  public Response issue(@PathParam("id") long id, @Context Caller caller) {
    IssuedReset issued = resets.issue(caller, id);
    return Response.status(Response.Status.CREATED)
        .entity(new PasswordResetResponse(issued.userId(), issued.token(), issued.expiresAt()))
        .build();
  }

  @POST
  @Path("auth/reset-password")
  @Consumes(MediaType.APPLICATION_JSON)
  @AnonymousAllowed
  @Operation(
      summary = "Set one's password anew with a token",
      description =
          "All tokens, sessions, API keys, invitations and resets of before end. Neither user name"
              + " nor e-mail stand for the token; every token that is not good answers 400 in the"
              + " same words. Failures slow down further ones from the same address (429,"
              + " Retry-After).")
  public MessageResponse redeem(PasswordResetRequest request, @Context Caller caller) {
    Require.field("body", request);
    if (request.token() == null) {
      throw LaminaException.invalid(
          "Field 'token' is missing. Ask an administrator for one:"
              + " POST /api/users/{id}/password-reset");
    }
    resets.redeem(
        caller,
        Require.text("token", request.token(), 200),
        Require.field("new_password", request.newPassword()));
    return new MessageResponse("The password was changed. Sign in with it");
  }
}
