package io.lamina.accounts.rest;

import io.lamina.accounts.domain.SignInService;
import io.lamina.accounts.domain.SignInService.Claim;
import io.lamina.accounts.domain.SignInService.SignedIn;
import io.lamina.api.identity.Caller;
import io.lamina.rest.AnonymousAllowed;
import io.lamina.rest.Require;
import io.lamina.rest.RestResource;
import io.lamina.rest.browser.Browser;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Optional;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.HeaderParam;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.MediaType;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Signing in and out with JSON (C-001, C-060). */
@Component(service = AuthResource.class)
@RestResource
@Path("/api/auth")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Sign-in")
public final class AuthResource {
  private static final String BEARER = "bearer ";

  private final SignInService signIns;

  @Activate
  public AuthResource(@Reference SignInService signIns) {
    this.signIns = signIns;
  }

  @POST
  @Path("login")
  @Consumes(MediaType.APPLICATION_JSON)
  @AnonymousAllowed
  @Operation(
      summary = "Sign in",
      description =
          "With username and password, or with keycloak_id, username and email on a request that is"
              + " authenticated as that user by Basic, Bearer or a live session. The token is good"
              + " for 24 hours. The answer sets the cookies sessionid and csrftoken as well, of a"
              + " new session; one that the request named ends. After 20 failures (configurable)"
              + " for one name from one address further attempts wait up to 30 s (429,"
              + " Retry-After).")
  public LoginResponse login(
      LoginRequest request, @Context Caller caller, @Context Browser browser) {
    Require.field("body", request);
    if (request.keycloakId() != null) {
      Claim claim =
          new Claim(
              request.keycloakId(),
              Require.field("username", request.username()),
              Require.field("email", request.email()));
      return answer(signIns.signIn(claim, proof(caller, browser)), browser);
    }
    String username = Require.field("username", request.username());
    String password = Require.field("password", request.password());
    return answer(signIns.signIn(username, password, caller.address()), browser);
  }

  /**
   * The session counts here without a form token: all that it gives is a sign-in of the same user.
   */
  private Caller proof(Caller caller, Browser browser) {
    return browser
        .sessionId()
        .filter(id -> caller.isAnonymous())
        .map(id -> signIns.bySession(id, caller.address()))
        .orElse(caller);
  }

  private LoginResponse answer(SignedIn signedIn, Browser browser) {
    browser.signedIn(signIns.openSession(signedIn, browser.sessionMark(), browser.sessionId()));
    return LoginResponse.of(signedIn);
  }

  @GET
  @Path("verify")
  @Operation(summary = "Whether the credentials of this request are good, and whose they are")
  public CallerResponse verify(@Context Caller caller) {
    return CallerResponse.of(signIns.user(caller), caller);
  }

  @GET
  @Path("me")
  @Operation(summary = "The signed-in user with his roles and permissions")
  public CallerResponse me(@Context Caller caller) {
    return CallerResponse.of(signIns.user(caller), caller);
  }

  @POST
  @Path("refresh")
  @Operation(summary = "A new token, good for 24 hours; the old one stays good until it runs out")
  public LoginResponse refresh(@Context Caller caller) {
    return LoginResponse.of(signIns.renew(caller));
  }

  @POST
  @Path("logout")
  @Operation(
      summary = "Sign out",
      description =
          "Ends the bearer token of this request, and the session that its cookie names. With the"
              + " cookie alone it needs the header X-CSRFToken.")
  public MessageResponse logout(
      @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
      @Context Caller caller,
      @Context Browser browser) {
    caller.requireSignedIn();
    boolean bearer =
        authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
    signIns.signOut(
        caller,
        bearer ? Optional.of(authorization.substring(BEARER.length()).strip()) : Optional.empty(),
        browser.sessionId());
    if (browser.sessionId().isPresent()) {
      browser.signedOut();
    }
    return new MessageResponse("Signed out");
  }
}
