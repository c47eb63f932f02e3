package io.lamina.rest.door;

import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.rest.exchange.DoorRequest;
import io.lamina.rest.exchange.Exchange;
import io.lamina.rest.forms.Cookies;
import io.lamina.rest.forms.FormGuard;
import io.lamina.rest.forms.UrlEncodedForm;
import io.lamina.rest.routing.Route;
import io.lamina.rest.routing.RouteTable;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.core.MediaType;

/**
 * Requests that bring a session cookie and no other credentials: browsers add it by themselves, so
 * a change needs a token that only a page of ours knows (H-13).
 */
final class SessionDoor {
  private static final Set<String> HARMLESS = Set.of("GET", "HEAD", "OPTIONS");

  private static final String SIGN_IN = "/login";

  private final SignIn signIn;

  SessionDoor(SignIn signIn) {
    this.signIn = signIn;
  }

  /** The caller whose live session the request names; anonymous where it names none that lives. */
  Caller caller(Exchange exchange, HttpServletRequest request, String address) {
    Optional<String> id = Cookies.of(request).session();
    Optional<Caller> caller = id.flatMap(known -> signIn.bySession(known, address));
    caller.ifPresent(live -> exchange.setSession(id.get()));
    return caller.orElseGet(() -> Caller.anonymous(address));
  }

  /**
   * Sees to the token of a change, to be called before it is handed on. A token in the header is
   * judged before a byte of the body is read, one in a small form before anybody acts on it; the
   * one of a form with files is left to {@link io.lamina.rest.multipart.MultipartBody}.
   *
   * @throws LaminaException 403 for a wrong token, and for a missing one where only the session
   *     gives the right
   */
  void prove(Exchange exchange, DoorRequest request) throws IOException {
    Route route = request.route();
    boolean form = route.access() == Route.Access.BROWSER;
    if (HARMLESS.contains(exchange.method()) || (exchange.session().isEmpty() && !form)) {
      return;
    }
    FormGuard guard = FormGuard.of(request, exchange.session(), Cookies.of(request).token());
    String header = request.getHeader(FormGuard.HEADER);
    String type = mediaType(request);
    if (header != null) {
      guard.prove(header);
    } else if (route.forms().plain() && type.equals(UrlEncodedForm.TYPE)) {
      request.readForm().token().ifPresent(guard::prove);
      guard.requireProof();
    } else if (route.access() == Route.Access.ANYONE && !takesFiles(route, type)) {
      // such as S5's sign-in with a session of before: the session does not count, that is all
      exchange.withoutSession(Caller.anonymous(exchange.caller().address()));
      return;
    } else if (!takesFiles(route, type)) {
      guard.requireProof();
    }
    exchange.setGuard(guard);
  }

  /**
   * Where a person is sent who opens a page without being signed in. Programs are not: they get the
   * 401 that the documents promise.
   *
   * @return empty for everything but a browser that opens a page, and while nobody can sign in
   */
  static Optional<String> signInPage(
      Exchange exchange, HttpServletRequest request, RouteTable table) {
    String accept = request.getHeader("Accept");
    String mode = request.getHeader("Sec-Fetch-Mode");
    boolean opensPage =
        exchange.method().equals("GET")
            && accept != null
            && accept.contains("text/html")
            && (mode == null || mode.equals("navigate"));
    if (!opensPage || table.find(SIGN_IN).flatMap(line -> line.route("GET")).isEmpty()) {
      return Optional.empty();
    }
    String query = request.getQueryString();
    String back = exchange.path().sent() + (query == null ? "" : "?" + query);
    return Optional.of(SIGN_IN + "/?next=" + URLEncoder.encode(back, StandardCharsets.UTF_8));
  }

  private static boolean takesFiles(Route route, String type) {
    return route.forms().multipart() && type.equals(MediaType.MULTIPART_FORM_DATA);
  }

  private static String mediaType(HttpServletRequest request) {
    String type = request.getContentType();
    return type == null ? "" : type.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
  }
}
