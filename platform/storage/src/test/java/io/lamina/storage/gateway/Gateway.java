package io.lamina.storage.gateway;

import io.lamina.api.blob.BlobKey;
import io.lamina.api.blob.GetTicket;
import io.lamina.api.blob.PutTicket;
import io.lamina.api.error.LaminaException;
import io.lamina.storage.disk.Disk;
import io.lamina.storage.disk.DiskBlobStore;
import io.lamina.storage.signing.LinkSigner;
import io.lamina.storage.signing.Signers;
import io.lamina.storage.signing.TestClock;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import javax.servlet.DispatcherType;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.FilterConfig;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.FilterHolder;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;

/** The servlet in a real server, behind a stand-in for the front door. */
final class Gateway implements AutoCloseable {
  static final BlobKey KEY = new BlobKey("masks/annotation_121/group_10/slice_001.png");

  final Path root;
  final DiskBlobStore store;
  final TestClock clock = new TestClock();
  final LinkSigner links = Signers.signer(clock);
  final HttpClient client = HttpClient.newHttpClient();
  final Rulebook rulebook = new Rulebook();
  private final Server server = new Server(0);

  Gateway(Path root) throws Exception {
    this(root, Disk.store(root));
  }

  Gateway(Path root, DiskBlobStore store) throws Exception {
    this.root = root;
    this.store = store;
    ServletContextHandler context = new ServletContextHandler();
    context.addServlet(new ServletHolder(new ObjectServlet(store, links, rulebook)), "/objects/*");
    context.addFilter(new FilterHolder(new Door()), "/*", EnumSet.of(DispatcherType.REQUEST));
    server.setHandler(context);
    server.start();
  }

  int port() {
    return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
  }

  URI base() {
    return URI.create("http://localhost:" + port());
  }

  URI putLink() {
    return putLink("image/png", 1_000_000);
  }

  URI putLink(String contentType, long maxBytes) {
    return putLink(new PutTicket(KEY, contentType, maxBytes, Duration.ofMinutes(10), Map.of()));
  }

  URI putLink(PutTicket ticket) {
    return links.put(ticket, base()).url();
  }

  URI getLink() {
    return getLink(null);
  }

  URI getLink(String fileName) {
    return links.get(new GetTicket(KEY, Duration.ofHours(1), fileName), base()).url();
  }

  HttpResponse<byte[]> put(URI url, byte[] body, String... headers) throws Exception {
    return send("PUT", url, HttpRequest.BodyPublishers.ofByteArray(body), headers);
  }

  HttpResponse<byte[]> get(URI url, String... headers) throws Exception {
    return send("GET", url, HttpRequest.BodyPublishers.noBody(), headers);
  }

  HttpResponse<byte[]> send(String method, URI url, BodyPublisher body, String... headers)
      throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(url).method(method, body);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  @Override
  public void close() throws Exception {
    server.stop();
    store.stop();
  }

  /** Maps refusals as the front door does, keeping the headers that are set. */
  private static final class Door implements Filter {
    @Override
    public void init(FilterConfig config) {
      // nothing to prepare
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      try {
        chain.doFilter(request, response);
      } catch (LaminaException e) {
        response.resetBuffer();
        ((HttpServletResponse) response).setStatus(e.kind().status());
        byte[] body = e.getMessage().getBytes(StandardCharsets.UTF_8);
        response.setContentType("text/plain");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
        linger(request, response);
      }
    }

    private static void linger(ServletRequest request, ServletResponse response)
        throws IOException {
      if (((HttpServletRequest) request).getHeader("Expect") == null) {
        response.flushBuffer();
        request.getInputStream().transferTo(OutputStream.nullOutputStream());
      }
    }

    @Override
    public void destroy() {
      // nothing to release
    }
  }
}
