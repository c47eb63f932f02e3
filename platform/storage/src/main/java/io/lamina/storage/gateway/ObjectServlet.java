package io.lamina.storage.gateway;

import io.lamina.api.blob.BlobInfo;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.rest.ServletRoute;
import io.lamina.storage.disk.DiskBlobStore;
import io.lamina.storage.signing.LinkRequest;
import io.lamina.storage.signing.LinkSigner;
import java.io.IOException;
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

  private static final String METHODS = "PUT, GET, HEAD, OPTIONS";

  private final transient DiskBlobStore store;
  private final transient LinkSigner links;

  @Activate
  public ObjectServlet(@Reference DiskBlobStore store, @Reference LinkSigner links) {
    this.store = store;
    this.links = links;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    allowAnyOrigin(response);
    switch (request.getMethod()) {
      case "PUT" -> put(request, response);
      case "GET", "HEAD" ->
          new Download(store, request, response).send(links.verifyGet(link(request)));
      case "OPTIONS" -> {
        response.setHeader("Allow", METHODS);
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
      }
      default -> {
        response.setHeader("Allow", METHODS);
        throw new LaminaException(
            ErrorKind.METHOD_NOT_ALLOWED, "Links to objects answer PUT, GET and HEAD");
      }
    }
  }

  /**
   * Any page may use a link, since the link itself is the right and no cookie or password is read
   * here (H-13, C-023). Preflights are answered by the front door.
   */
  private static void allowAnyOrigin(HttpServletResponse response) {
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.setHeader(
        "Access-Control-Expose-Headers",
        "ETag, Content-Range, Accept-Ranges, Content-Disposition, Last-Modified, X-Request-Id");
    response.setHeader("Cross-Origin-Resource-Policy", "cross-origin");
  }

  private void put(HttpServletRequest request, HttpServletResponse response) throws IOException {
    BlobInfo stored = new Upload(store, request, links.verifyPut(link(request))).receive();
    response.setHeader("ETag", "\"" + stored.etag() + "\"");
    response.setContentLengthLong(0);
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
