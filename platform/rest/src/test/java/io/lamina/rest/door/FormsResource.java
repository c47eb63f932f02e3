package io.lamina.rest.door;

import io.lamina.api.identity.Caller;
import io.lamina.rest.AnonymousAllowed;
import io.lamina.rest.BrowserForm;
import io.lamina.rest.browser.Browser;
import io.lamina.rest.browser.HtmlPage;
import io.lamina.rest.browser.Language;
import io.lamina.rest.multipart.MultipartBody;
import io.lamina.rest.multipart.MultipartLimits;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.Consumes;
import javax.ws.rs.FormParam;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.Response;

/** Changes of every kind that a browser can ask for; keeps who changed what. */
@Path("/form")
@Produces("application/json")
public final class FormsResource {
  static final String SESSION = "S".repeat(43);

  public record Changed(boolean changed) {}

  final List<String> changes = new ArrayList<>();

  private static final MultipartLimits LIMITS = new MultipartLimits(100, 1 << 20, 1 << 10);

  @POST
  @Path("json")
  @Consumes("application/json")
  public Changed json(List<String> body, @Context Caller caller) {
    return change(caller, "json");
  }

  @POST
  @Path("bodiless")
  public Changed bodiless(@Context Caller caller) {
    return change(caller, "bodiless");
  }

  @POST
  @Path("open")
  @Consumes("application/json")
  @AnonymousAllowed
  public Changed open(List<String> body, @Context Caller caller) {
    return change(caller, "open");
  }

  @POST
  @Path("plain")
  @Consumes("application/x-www-form-urlencoded")
  public Changed plain(@FormParam("text") String text, @Context Caller caller) {
    return change(caller, text);
  }

  @POST
  @Path("files")
  @Consumes("multipart/form-data")
  public Changed files(@Context MultipartBody body, @Context Caller caller) throws IOException {
    List<String> staged = new ArrayList<>();
    body.read(LIMITS, part -> staged.add(part.name()));
    return change(caller, String.join("+", staged));
  }

  /** Forgets the end of the body, and so the token. */
  @POST
  @Path("hasty")
  @Consumes("multipart/form-data")
  public Changed hasty(@Context MultipartBody body, @Context Caller caller) {
    return change(caller, "hasty");
  }

  /** Reads the body past the one reader that knows of the token. */
  @POST
  @Path("raw")
  @Consumes("multipart/form-data")
  public Changed raw(
      @Context MultipartBody body, @Context HttpServletRequest request, @Context Caller caller)
      throws IOException {
    try (InputStream in = request.getInputStream()) {
      return change(caller, new String(in.readAllBytes()));
    }
  }

  /** Takes forms with files, but not by the reader that knows of the token. */
  @POST
  @Path("unread")
  @Consumes("multipart/form-data")
  public Changed unread(@Context Caller caller) {
    return change(caller, "unread");
  }

  @GET
  @Path("private")
  public Changed mine() {
    return new Changed(false);
  }

  @GET
  @Path("page")
  @BrowserForm
  @Produces("text/html")
  public Response page(
      @Context Browser browser, @Context Caller caller, @Context HttpServletRequest request) {
    String body = caller.username() + HtmlPage.tokenField(browser.formToken());
    return new HtmlPage(Language.of(request), "<page>", body).response(200).build();
  }

  @POST
  @Path("page")
  @BrowserForm
  @Consumes("application/x-www-form-urlencoded")
  public Changed enter(@Context Browser browser, @Context Caller caller) {
    String id = SESSION + browser.sessionMark();
    browser.signedIn(id);
    return change(caller, id);
  }

  @POST
  @Path("out")
  @BrowserForm
  public Changed out(@Context Browser browser, @Context Caller caller) {
    browser.signedOut();
    return change(caller, "out");
  }

  private synchronized Changed change(Caller caller, String what) {
    changes.add(caller.username() + ":" + what);
    return new Changed(true);
  }
}
