package io.lamina.accounts.rest;

import io.lamina.accounts.domain.Settings;
import io.lamina.accounts.domain.SignInService;
import io.lamina.accounts.domain.SignInService.SignedIn;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.rest.BrowserForm;
import io.lamina.rest.RestResource;
import io.lamina.rest.browser.Browser;
import io.lamina.rest.browser.Language;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.Consumes;
import javax.ws.rs.FormParam;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Signing in with a form (C-030, C-031). */
@Component(service = LoginResource.class)
@RestResource
@Path("/login")
@Produces(MediaType.TEXT_HTML)
@Tag(name = "Sign-in")
public final class LoginResource {
  private final SignInService signIns;
  private final Settings settings;

  @Activate
  public LoginResource(@Reference SignInService signIns, @Reference Settings settings) {
    this.signIns = signIns;
    this.settings = settings;
  }

  @GET
  @BrowserForm
  @Operation(
      summary = "The form to sign in",
      description =
          "Sets the cookie csrftoken. In Korean or English, as Accept-Language asks. An"
              + " Authorization header is ignored.")
  public Response form(
      @Parameter(description = "Path of this platform to go to after the sign-in")
          @QueryParam("next")
          String next,
      @Context Browser browser,
      @Context HttpServletRequest request) {
    return page(request, browser, OwnPath.of(next)).show();
  }

  @POST
  @BrowserForm
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(
      summary = "Sign in with the form",
      description =
          "Fields username, password, csrfmiddlewaretoken (the value of the cookie csrftoken) and"
              + " optionally next. 302 with the cookies sessionid and csrftoken of a new session;"
              + " one that the request named ends. 401 with the form for wrong ones, 403 for a"
              + " wrong or missing token, 429 with Retry-After after many failures. An"
              + " Authorization header is ignored.")
  public Response signIn(
      @FormParam("username") String username,
      @FormParam("password") String password,
      @FormParam("next") String next,
      @Context Browser browser,
      @Context Caller caller,
      @Context HttpServletRequest request) {
    OwnPath target = OwnPath.of(next);
    SignedIn signedIn;
    try {
      signedIn =
          signIns.signIn(
              username == null ? "" : username, password == null ? "" : password, caller.address());
    } catch (LaminaException e) {
      if (e.kind() == ErrorKind.UNAUTHENTICATED || e.kind() == ErrorKind.TOO_MANY_REQUESTS) {
        return page(request, browser, target).refuse(e);
      }
      throw e;
    }
    browser.signedIn(signIns.openSession(signedIn, browser.sessionMark(), browser.sessionId()));
    return Response.status(Response.Status.FOUND).header("Location", target.path()).build();
  }

  private LoginPage page(HttpServletRequest request, Browser browser, OwnPath next) {
    return new LoginPage(
        Language.of(request),
        browser.formToken(),
        next,
        settings.signUp().mode() != Settings.SignUp.Mode.OFF);
  }
}
