package io.lamina.accounts.rest;

import io.lamina.accounts.domain.signup.Invitation;
import io.lamina.accounts.domain.signup.InvitationService;
import io.lamina.accounts.domain.signup.InvitationService.MadeInvitation;
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

/** Invitations for new users (C-084). */
@Component(service = InvitationResource.class)
@RestResource
@Path("/api/invitations")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Users")
public final class InvitationResource {
  private final InvitationService invitations;

  @Activate
  public InvitationResource(@Reference InvitationService invitations) {
    this.invitations = invitations;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Invite somebody",
      description =
          "Needs user.manage and every right that the roles have; or, with project_id, to manage"
              + " that project: then as a plain user. The answer shows the code, this once; it is"
              + " good for one account. expires_in are seconds, from 5 minutes to 14 days"
              + " (configurable). At most 500 unused ones (409).")
  public Response create(InvitationRequest request, @Context Caller caller) {
    Require.field("body", request);
    MadeInvitation made = invitations.create(caller, request.wish());
    return Response.status(Response.Status.CREATED)
        .entity(
            InvitationResponse.of(
                made.invitation(), invitations.state(made.invitation()), made.code()))
        .build();
  }

  @GET
  @Operation(
      summary = "List invitations",
      description =
          "With user.manage all, else those into the projects one manages; never the codes. Newest"
              + " first, at most 500 a page (page/page_size or offset/limit).")
  public Map<String, Object> list(@Context UriInfo uri, @Context Caller caller) {
    Paging paging = Paging.of(uri.getQueryParameters());
    return PagedResponse.of(
        "invitations",
        invitations.list(caller, paging.offset(), paging.limit()).map(this::response),
        paging);
  }

  @GET
  @Path("{id}")
  @Operation(summary = "An invitation", description = "For whoever sees it in the list.")
  public InvitationResponse get(@PathParam("id") long id, @Context Caller caller) {
    return response(invitations.get(caller, id));
  }

  @DELETE
  @Path("{id}")
  @Operation(
      summary = "Revoke an invitation",
      description = "For whoever sees it in the list. 409 where it was used.")
  public Response revoke(@PathParam("id") long id, @Context Caller caller) {
    invitations.revoke(caller, id);
    return Response.noContent().build();
  }

  private InvitationResponse response(Invitation invitation) {
    return InvitationResponse.of(invitation, invitations.state(invitation), null);
  }
}
