package io.lamina.rest.forms;

import io.lamina.rest.browser.Browser;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** The cookies of one request and its answer. */
public final class RequestBrowser implements Browser {
  private static final String SET = "Set-Cookie";

  private final HttpServletRequest request;
  private final HttpServletResponse response;
  private final Cookies cookies;
  private final Optional<String> live;

  /**
   * @param request secure where the client came by HTTPS, also to a trusted proxy
   * @param live id of the session as which the request is authenticated
   */
  public RequestBrowser(
      HttpServletRequest request, HttpServletResponse response, Optional<String> live) {
    this.request = request;
    this.response = response;
    this.cookies = Cookies.of(request);
    this.live = live;
  }

  @Override
  public Optional<String> sessionId() {
    return cookies.session();
  }

  @Override
  public String sessionMark() {
    return FormGuard.isProgram(request) ? cookies.token().map(FormToken::mark).orElse("") : "";
  }

  @Override
  public String formToken() {
    String token = live.map(FormToken::ofSession).or(cookies::token).orElseGet(FormToken::random);
    set(Cookies.TOKEN, Cookies.token(token, request.isSecure()));
    return token;
  }

  @Override
  public void signedIn(String sessionId) {
    set(Cookies.SESSION, Cookies.session(sessionId, request.isSecure()));
    set(Cookies.TOKEN, Cookies.token(FormToken.ofSession(sessionId), request.isSecure()));
  }

  @Override
  public void signedOut() {
    set(Cookies.SESSION, Cookies.noSession(request.isSecure()));
    set(Cookies.TOKEN, Cookies.token(FormToken.random(), request.isSecure()));
  }

  /** Replaces what was set under the name before. */
  private void set(String name, String cookie) {
    Collection<String> before = List.copyOf(response.getHeaders(SET));
    response.setHeader(SET, cookie);
    before.stream()
        .filter(other -> !other.startsWith(name + "="))
        .forEach(other -> response.addHeader(SET, other));
  }
}
