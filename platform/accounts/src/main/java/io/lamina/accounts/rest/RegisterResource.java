package io.lamina.accounts.rest;

import io.lamina.accounts.domain.Settings;
import io.lamina.accounts.domain.Settings.SignUp;
import io.lamina.accounts.domain.User;
import io.lamina.accounts.domain.signup.SignUpService;
import io.lamina.accounts.rest.RegisterForm.Flaw;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.rest.BrowserForm;
import io.lamina.rest.RestResource;
import io.lamina.rest.browser.Browser;
import io.lamina.rest.browser.Language;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Optional;
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

/** Making an account with a form (C-032, C-084). */
@Component(service = RegisterResource.class)
@RestResource
@Path("/register")
@Produces(MediaType.TEXT_HTML)
@Tag(name = "Sign-in")
public final class RegisterResource {
  private final SignUpService signUps;
  private final Settings settings;

  @Activate
  public RegisterResource(@Reference SignUpService signUps, @Reference Settings settings) {
    this.signUps = signUps;
    this.settings = settings;
  }

  @GET
  @BrowserForm
  @Operation(
      summary = "The form to make an account",
      description =
          "Sets the cookie csrftoken. In Korean or English, as Accept-Language asks. 403 where"
              + " sign-up is off (registration = off). An Authorization header is ignored.")
  public Response form(
      @Parameter(description = "Code of an invitation, filled in for the one who follows a link")
          @QueryParam("invitation")
          String invitation,
      @Context Browser browser,
      @Context HttpServletRequest request) {
    Language language = Language.of(request);
    SignUp.Mode mode = settings.signUp().mode();
    return mode == SignUp.Mode.OFF
        ? RegisterPage.closed(language)
        : page(language, browser, mode).show(RegisterForm.invited(invitation));
  }

  @POST
  @BrowserForm
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(
      summary = "Make an account with the form",
      description =
          "Fields username (at most 150 characters), email (254), password1 and password2 (the"
              + " same, 8 characters at least; or password alone), invitation (its code, good for"
              + " one account) and csrfmiddlewaretoken (the value of the cookie csrftoken). 302 to"
              + " /login/; without an invitation, where configuration allows that, 200 with a page"
              + " that says that the account waits for an approval. Else the form again, without"
              + " the passwords: 400 for what is no name, address or password, for passwords that"
              + " differ and for an invitation that is not good, 403 without an invitation where"
              + " one is needed and for a wrong or missing token, 409 for a name or address in use,"
              + " 429 with Retry-After after many failures, 503 where too many wait. An"
              + " Authorization header is ignored.")
  public Response register(
      @FormParam("username") String username,
      @FormParam("email") String email,
      @FormParam("password1") String first,
      @FormParam("password2") String second,
      @FormParam("password") String alone,
      @FormParam("invitation") String invitation,
      @Context Browser browser,
      @Context Caller caller,
      @Context HttpServletRequest request) {
    Language language = Language.of(request);
    SignUp.Mode mode = settings.signUp().mode();
    if (mode == SignUp.Mode.OFF) {
      return RegisterPage.closed(language);
    }
    RegisterPage page = page(language, browser, mode);
    RegisterForm form = RegisterForm.of(username, email, first, second, alone, invitation);
    Optional<Flaw> flaw = form.flaw();
    if (flaw.isPresent()) {
      return page.refuse(flaw.get(), form);
    }
    User made;
    try {
      made = signUps.signUp(caller, form.toDomain());
    } catch (LaminaException e) {
      return page.refuse(e, form);
    }
    return made.active()
        ? Response.status(Response.Status.FOUND).header("Location", "/login/").build()
        : RegisterPage.waiting(language);
  }

  private static RegisterPage page(Language language, Browser browser, SignUp.Mode mode) {
    return new RegisterPage(language, browser.formToken(), mode == SignUp.Mode.INVITATION);
  }
}
