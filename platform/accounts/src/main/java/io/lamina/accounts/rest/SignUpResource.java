package io.lamina.accounts.rest;

import io.lamina.accounts.domain.signup.SignUpService;
import io.lamina.accounts.domain.signup.SignUpService.Form;
import io.lamina.api.identity.Caller;
import io.lamina.rest.AnonymousAllowed;
import io.lamina.rest.Require;
import io.lamina.rest.RestResource;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Optional;
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

/** Accounts that people make for themselves (C-032, C-084). */
@Component(service = SignUpResource.class)
@RestResource
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Users")
public final class SignUpResource {
  private final SignUpService signUps;

  @Activate
  public SignUpResource(@Reference SignUpService signUps) {
    this.signUps = signUps;
  }

  @POST
  @Path("auth/register")
  @Consumes(MediaType.APPLICATION_JSON)
  @AnonymousAllowed
  @Operation(
      summary = "Make an account for oneself",
      description =
          "With an invitation, good for one account, which is active at once. Where configuration"
              + " says so (registration = approval) also without one: the account waits for an"
              + " approval, at most 100 at once (503). 403 where sign-up needs an invitation or is"
              + " off, 400 for an invitation that is not good, 409 for a name or address in use."
              + " Failures slow down further ones from the same address (429, Retry-After).")
  public Response register(SignUpRequest request, @Context Caller caller) {
    Require.field("body", request);
    Form form =
        new Form(
            Require.text("username", request.username(), 150),
            Require.text("email", request.email(), 254),
            Require.field("password", request.password()),
            Optional.ofNullable(Require.optionalText("invitation", request.invitation(), 200))
                .filter(code -> !code.isBlank()));
    return Response.status(Response.Status.CREATED)
        .entity(UserResponse.of(signUps.signUp(caller, form)))
        .build();
  }

  @POST
  @Path("users/{id}/approve")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Let in somebody who waits for approval",
      description =
          "Needs user.manage and every right that the roles have; without roles he gets the one of"
              + " those who sign up. 409 where he does not wait.")
  public UserResponse approve(
      @PathParam("id") long id, ApprovalRequest request, @Context Caller caller) {
    return UserResponse.of(
        signUps.approve(caller, id, Optional.ofNullable(request).map(ApprovalRequest::roles)));
  }

  @POST
  @Path("users/{id}/reject")
  @Operation(
      summary = "Turn away somebody who waits for approval",
      description =
          "Needs user.manage. He is forgotten, his name is free. 409 where he does not wait.")
  public Response reject(@PathParam("id") long id, @Context Caller caller) {
    signUps.reject(caller, id);
    return Response.noContent().build();
  }
}
