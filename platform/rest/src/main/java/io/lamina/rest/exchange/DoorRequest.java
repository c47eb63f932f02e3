package io.lamina.rest.exchange;

import io.lamina.api.identity.Caller;
import io.lamina.rest.PublicBase;
import io.lamina.rest.config.Pace;
import io.lamina.rest.errors.ErrorAnswer;
import io.lamina.rest.forms.UrlEncodedForm;
import io.lamina.rest.routing.Route;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Enumeration;
import java.util.List;
import javax.servlet.ServletInputStream;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletRequestWrapper;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The request as resources and servlets see it: with the normalized path, the caller, and the
 * address and base that trusted proxies forwarded.
 */
public final class DoorRequest extends HttpServletRequestWrapper {
  private static final Logger LOG = LoggerFactory.getLogger(DoorRequest.class);
  private static final String CONTENT_TYPE = "Content-Type";
  private static final String ACCEPT = "Accept";

  private final Exchange exchange;
  private final Route route;
  private final PublicBase base;
  private final String address;
  private final Pace pace;
  private final boolean emptyJson;
  private final String servletPath;
  private final Deque<AutoCloseable> held = new ArrayDeque<>();
  private ServletInputStream body;

  /**
   * @param exchange with its turn
   * @param address of the client
   * @param pace at which its body has to come
   */
  public DoorRequest(
      HttpServletRequest request,
      Exchange exchange,
      Route route,
      PublicBase base,
      String address,
      Pace pace) {
    super(request);
    this.exchange = exchange;
    this.route = route;
    this.base = base;
    this.address = address;
    this.pace = pace;
    this.emptyJson =
        route.jsonBody()
            && request.getContentType() == null
            && request.getContentLengthLong() <= 0
            && request.getHeader("Transfer-Encoding") == null;
    String template = route.template().toString();
    this.servletPath = isServlet() ? template.substring(0, template.lastIndexOf("/{")) : "";
  }

  public Exchange exchange() {
    return exchange;
  }

  public Route route() {
    return route;
  }

  public PublicBase base() {
    return base;
  }

  public Caller caller() {
    return exchange.caller();
  }

  /** Whether bytes of the answer were written that cannot be taken back. */
  public boolean answerStarted() {
    Response response = Request.getBaseRequest(getRequest()).getResponse();
    return response.isCommitted() || response.getHttpOutput().getWritten() > 0;
  }

  /** Keeps it open until the request is answered. */
  public synchronized void hold(AutoCloseable answering) {
    held.push(answering);
  }

  /** Closes what was held, now that the request is answered. */
  public synchronized void releaseHeld() {
    while (!held.isEmpty()) {
      try {
        held.pop().close();
      } catch (Exception e) {
        LOG.warn("request={} left something open", exchange.id(), e);
      }
    }
  }

  /** Cuts the connection. */
  public void abort(Throwable cause) {
    Request.getBaseRequest(getRequest()).getHttpChannel().abort(cause);
  }

  private boolean isServlet() {
    return route.method().equals(Route.ANY);
  }

  @Override
  public String getRequestURI() {
    return isServlet() ? exchange.path().sent() : exchange.path().encoded();
  }

  @Override
  public StringBuffer getRequestURL() {
    return new StringBuffer(base.uri().toString()).append(getRequestURI());
  }

  @Override
  public String getContextPath() {
    return "";
  }

  @Override
  public String getServletPath() {
    return servletPath;
  }

  @Override
  public String getPathInfo() {
    String path = exchange.path().decoded();
    String below = path.substring(Math.min(path.length(), servletPath.length()));
    return isServlet() && exchange.path().trailingSlash() ? below + "/" : below;
  }

  @Override
  public String getRemoteAddr() {
    return address;
  }

  @Override
  public String getRemoteHost() {
    return address;
  }

  @Override
  public String getScheme() {
    return base.uri().getScheme();
  }

  @Override
  public boolean isSecure() {
    return "https".equals(getScheme());
  }

  @Override
  public String getServerName() {
    return base.uri().getHost();
  }

  @Override
  public int getServerPort() {
    URI uri = base.uri();
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return isSecure() ? 443 : 80;
  }

  @Override
  public Principal getUserPrincipal() {
    Caller caller = exchange.caller();
    return caller == null || caller.isAnonymous() ? null : caller;
  }

  @Override
  public String getRemoteUser() {
    Principal principal = getUserPrincipal();
    return principal == null ? null : principal.getName();
  }

  /**
   * Reads the form that the client sends, once, and hands it on to whoever reads the body.
   *
   * @throws io.lamina.api.error.LaminaException 413 for a form that is too large
   */
  public UrlEncodedForm readForm() throws IOException {
    UrlEncodedForm form = UrlEncodedForm.read(unguardedBody());
    body = new ReplayedBody(form.bytes());
    return form;
  }

  /** The body for the one reader that sees to the form's token itself. */
  public ServletInputStream unguardedBody() throws IOException {
    if (body == null) {
      body = new PatientBody(super.getInputStream(), exchange.turn(), pace);
    }
    return body;
  }

  /** The body; a read is refused while the request has to be proven yet (H-13). */
  @Override
  public ServletInputStream getInputStream() throws IOException {
    return new GuardedBody(unguardedBody(), exchange.guard());
  }

  @Override
  public BufferedReader getReader() throws IOException {
    String charset = getCharacterEncoding();
    return new BufferedReader(
        new InputStreamReader(
            getInputStream(), charset == null ? StandardCharsets.UTF_8 : Charset.forName(charset)));
  }

  /** An empty body of no type is taken for an empty JSON body: 400, as clients expect, not 415. */
  @Override
  public String getContentType() {
    return emptyJson ? "application/json" : super.getContentType();
  }

  @Override
  public String getHeader(String name) {
    if (emptyJson && name.equalsIgnoreCase(CONTENT_TYPE)) {
      return getContentType();
    }
    String value = super.getHeader(name);
    return value != null && name.equalsIgnoreCase(ACCEPT) ? acceptable(value) : value;
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    if (emptyJson && name.equalsIgnoreCase(CONTENT_TYPE)) {
      return Collections.enumeration(List.of(getContentType()));
    }
    if (name.equalsIgnoreCase(ACCEPT) && super.getHeader(ACCEPT) != null) {
      return Collections.enumeration(
          Collections.list(super.getHeaders(name)).stream().map(DoorRequest::acceptable).toList());
    }
    return super.getHeaders(name);
  }

  /** Who asks for problem+json means the errors, not that he wants no answer else. */
  private static String acceptable(String accept) {
    return accept.contains(ErrorAnswer.PROBLEM_JSON) ? accept + ", */*;q=0.1" : accept;
  }
}
