package io.lamina.storage.gateway;

import io.lamina.api.blob.BlobInfo;
import io.lamina.api.blob.BlobKey;
import io.lamina.api.blob.GetTicket;
import io.lamina.api.blob.ObjectRules;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.rest.ServletRoute;
import io.lamina.storage.disk.DiskBlobStore;
import io.lamina.storage.signing.LinkRequest;
import io.lamina.storage.signing.LinkSigner;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Takes and gives objects by signed links, in the shape of S3 (X-03, X-04, C-009, C-023). */
@Component(service = Servlet.class)
@ServletRoute(path = "/objects/", open = true)
public final class ObjectServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private static final String METHODS = "PUT, POST, GET, HEAD, OPTIONS";

  private final transient DiskBlobStore store;
  private final transient LinkSigner links;
  private final transient Rulebook rulebook;

  @Activate
  public ObjectServlet(
      @Reference DiskBlobStore store, @Reference LinkSigner links, @Reference Rulebook rulebook) {
    this.store = store;
    this.links = links;
    this.rulebook = rulebook;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    allowAnyOrigin(response);
    switch (request.getMethod()) {
      case "PUT" -> put(request, response);
      case "POST" -> post(request, response);
      case "GET", "HEAD" -> get(request, response);
      case "OPTIONS" -> {
        response.setHeader("Allow", METHODS);
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
      }
      default -> {
        response.setHeader("Allow", METHODS);
        throw new LaminaException(
            ErrorKind.METHOD_NOT_ALLOWED, "Links to objects answer PUT, POST, GET and HEAD");
      }
    }
  }

  /**
   * Any page may use a link, since the link itself is the right and no cookie or password is read
   * with it (H-13, C-023); with an address they are, but no browser sends or shows them to a page
   * of another origin under this answer. Preflights are answered by the front door.
   */
  private static void allowAnyOrigin(HttpServletResponse response) {
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.setHeader(
        "Access-Control-Expose-Headers",
        "ETag, Content-Range, Accept-Ranges, Content-Disposition, Last-Modified, X-Request-Id");
    response.setHeader("Cross-Origin-Resource-Policy", "cross-origin");
  }

  private void put(HttpServletRequest request, HttpServletResponse response) throws IOException {
    BlobInfo stored =
        new Upload(store, rulebook, request, links.verifyPut(link(request))).receive();
    response.setHeader("ETag", "\"" + stored.etag() + "\"");
    response.setContentLengthLong(0);
  }

  /** A form; answered as S3 does. */
  private void post(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (!links.takesForms(request.getRequestURI())) {
      response.setHeader("Allow", METHODS);
      throw new LaminaException(
          ErrorKind.METHOD_NOT_ALLOWED, "Forms go to the address that was given out with them");
    }
    BlobInfo stored = new FormUpload(store, rulebook, links, request).receive();
    response.setHeader("ETag", "\"" + stored.etag() + "\"");
    response.setHeader("Location", links.path(stored.key()));
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
  }

  private void get(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Download download = new Download(store, request, response);
    if (request.getQueryString() != null) {
      download.send(links.verifyGet(link(request)));
      return;
    }
    BlobKey key = links.addressed(request.getRequestURI());
    // what has no rules has no address either: it is read by signed links alone
    ObjectRules rules = rulebook.find(key).orElseThrow(LinkSigner::refusal);
    rules.requireReadable(caller(request), key);
    if (store.findDurable(key).isPresent()) {
      rules.read(caller(request), key);
    }
    // the cookie that lets it through does not go along to other sites' pages
    response.setHeader("Cross-Origin-Resource-Policy", "same-site");
    download.send(new GetTicket(key, Duration.ofSeconds(1), null));
  }

  private static Caller caller(HttpServletRequest request) {
    return request.getUserPrincipal() instanceof Caller caller
        ? caller
        : Caller.anonymous(request.getRemoteAddr());
  }

  /** The host as the client sent it, or as a proxy that the front door trusts says it did. */
  private static LinkRequest link(HttpServletRequest request) {
    Set<String> hosts = new HashSet<>();
    hosts.add(request.getServerName() + ":" + request.getServerPort());
    if (request.getHeader("Host") != null) {
      hosts.add(request.getHeader("Host"));
    }
    return new LinkRequest(request.getRequestURI(), request.getQueryString(), hosts);
  }
}
