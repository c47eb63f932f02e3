package io.lamina.rest.pages;

import io.lamina.api.identity.Caller;
import io.lamina.rest.AnonymousAllowed;
import io.lamina.rest.browser.Browser;
import io.lamina.rest.browser.HtmlPage;
import io.lamina.rest.browser.Language;
import io.lamina.rest.health.CapabilityLine;
import io.lamina.rest.health.HealthReport;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;

/** What is here (D-21); 200, because clients follow redirects to it (M4). */
@Path("/")
@Tag(name = "platform")
public final class IndexResource {
  private final HealthReport health;
  private final String version;

  public IndexResource(HealthReport health, String version) {
    this.health = health;
    this.version = version;
  }

  /**
   * Answer in JSON.
   *
   * @param links by name
   */
  public record IndexResponse(
      String name, String version, List<String> capabilities, Map<String, String> links) {}

  @GET
  @AnonymousAllowed
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "Names the active capabilities and the pages of the platform")
  public IndexResponse index() {
    return new IndexResponse(
        "Lamina",
        version,
        active(),
        new TreeMap<>(Map.of("docs", "/docs", "openapi", "/openapi.json", "health", "/health")));
  }

  @GET
  @AnonymousAllowed
  @Produces("text/html;charset=UTF-8;qs=0.5")
  @Operation(hidden = true, summary = "The same as a page for people")
  public Response page(
      @Context Caller caller, @Context Browser browser, @Context HttpServletRequest request) {
    Language language = Language.of(request);
    StringBuilder items = new StringBuilder();
    active().forEach(name -> items.append("<li>").append(HtmlPage.escaped(name)).append("</li>"));
    String body =
        """
        <h1>Lamina %s</h1>
        %s
        <p>%s</p><ul>%s</ul>
        <p><a href="/docs">%s</a> · <a href="/health">%s</a></p>"""
            .formatted(
                HtmlPage.escaped(version),
                person(caller, browser, language),
                language.say("Active here:", "활성 기능:"),
                items,
                language.say("API documentation", "API 문서"),
                language.say("Health", "상태"));
    return new HtmlPage(language, "Lamina", body).response(200).build();
  }

  /** Who is signed in, and the way out or in. */
  private static String person(Caller caller, Browser browser, Language language) {
    if (caller.isAnonymous()) {
      return "<p><a href=\"/login/\">" + language.say("Sign in", "로그인") + "</a></p>";
    }
    return """
           <p>%s <strong>%s</strong></p>
           <form method="post" action="/logout/">%s<button>%s</button></form>"""
        .formatted(
            language.say("Signed in as", "로그인 사용자:"),
            HtmlPage.escaped(caller.username()),
            HtmlPage.tokenField(browser.formToken()),
            language.say("Sign out", "로그아웃"));
  }

  private List<String> active() {
    return health.page().lines().stream()
        .filter(line -> line.state().equals("active"))
        .map(CapabilityLine::name)
        .toList();
  }
}
