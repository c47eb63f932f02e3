package io.lamina.accounts.rest;

import io.lamina.accounts.domain.SignInService;
import io.lamina.api.identity.Caller;
import io.lamina.rest.BrowserForm;
import io.lamina.rest.RestResource;
import io.lamina.rest.browser.Browser;
import io.lamina.rest.browser.HtmlPage;
import io.lamina.rest.browser.Language;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Optional;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Signing out with a form; a mere link cannot, since any page could hold one. */
@Component(service = LogoutResource.class)
@RestResource
@Path("/logout")
@Produces(MediaType.TEXT_HTML)
@Tag(name = "Sign-in")
public final class LogoutResource {
  private final SignInService signIns;

  @Activate
  public LogoutResource(@Reference SignInService signIns) {
    this.signIns = signIns;
  }

  @GET
  @BrowserForm
  @Operation(summary = "The button to sign out")
  public Response form(@Context Browser browser, @Context HttpServletRequest request) {
    Language language = Language.of(request);
    String title = language.say("Sign out of Lamina", "Lamina 로그아웃");
    String body =
        """
        <h1>%s</h1>
        <form method="post" action="/logout/">
        %s
        <button>%s</button>
        </form>"""
            .formatted(
                HtmlPage.escaped(title),
                HtmlPage.tokenField(browser.formToken()),
                language.say("Sign out", "로그아웃"));
    return new HtmlPage(language, title, body).response(200).build();
  }

  @POST
  @BrowserForm
  @Operation(
      summary = "Sign out with the form",
      description =
          "Field or header as with every form: csrfmiddlewaretoken or X-CSRFToken, the value of the"
              + " cookie csrftoken. Ends the session of the cookie and goes to /login/. 403 for a"
              + " wrong or missing token.")
  public Response signOut(@Context Browser browser, @Context Caller caller) {
    signIns.signOut(caller, Optional.empty(), browser.sessionId());
    browser.signedOut();
    return Response.status(Response.Status.FOUND).header("Location", "/login/").build();
  }
}
