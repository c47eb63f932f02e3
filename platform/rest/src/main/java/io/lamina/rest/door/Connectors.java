package io.lamina.rest.door;

import io.lamina.rest.config.DoorSettings;
import io.lamina.rest.connections.ConnectionGuard;
import io.lamina.rest.connections.GuardedConnector;
import io.lamina.rest.tls.Tls;
import java.io.IOException;
import java.net.BindException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ports we listen on. */
final class Connectors {
  private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);

  /** Of either kind, on the heap and beside it: 64 connections' worth. */
  private static final long IDLE_BUFFERS_BYTES = 4L << 20;

  private static final int HEADER_BYTES = 16 << 10;
  private static final int BUFFER_BYTES = 64 << 10;

  private Connectors() {}

  /** Those for HTTP; the first one is the port of the settings. */
  static List<ServerConnector> plain(Server server, DoorSettings settings, ConnectionGuard guard) {
    // before the connectors, which would each keep all that a crowd needed, for good
    server.addBean(new ArrayByteBufferPool(-1, -1, -1, -1, IDLE_BUFFERS_BYTES, IDLE_BUFFERS_BYTES));
    List<ServerConnector> connectors = new ArrayList<>();
    connectors.add(plain(server, settings, guard, settings.httpPort()));
    if (settings.httpPort2() > 0) {
      connectors.add(plain(server, settings, guard, settings.httpPort2()));
    }
    return connectors;
  }

  private static ServerConnector plain(
      Server server, DoorSettings settings, ConnectionGuard guard, int port) {
    return tuned(new GuardedConnector(server, guard, http(configuration())), settings, port);
  }

  static ServerConnector secure(
      Server server, DoorSettings settings, ConnectionGuard guard, Tls tls) {
    HttpConfiguration configuration = configuration();
    configuration.addCustomizer(tls.customizer());
    ServerConnector connector =
        new GuardedConnector(
            server,
            guard,
            new SslConnectionFactory(tls.context(), HttpVersion.HTTP_1_1.asString()),
            http(configuration));
    tuned(connector, settings, Math.max(0, settings.tls().port()));
    connector.setHost(settings.tls().host());
    return connector;
  }

  private static HttpConnectionFactory http(HttpConfiguration configuration) {
    HttpConnectionFactory factory = new HttpConnectionFactory(configuration);
    factory.setInputBufferSize(BUFFER_BYTES);
    return factory;
  }

  private static HttpConfiguration configuration() {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setSendXPoweredBy(false);
    configuration.setRequestHeaderSize(HEADER_BYTES);
    configuration.setResponseHeaderSize(HEADER_BYTES);
    configuration.setOutputBufferSize(BUFFER_BYTES);
    // it takes a value that differs in its capitals alone for the one it saw before on the same
    // connection: behind a proxy, one user's credentials for another's (measured, Jetty 9.4.58)
    configuration.setHeaderCacheSize(0);
    return configuration;
  }

  private static ServerConnector tuned(ServerConnector connector, DoorSettings settings, int port) {
    connector.setHost(settings.httpHost());
    connector.setPort(port);
    connector.setIdleTimeout(settings.idle().toMillis());
    connector.setAcceptQueueSize(1024);
    connector.setAcceptedTcpNoDelay(true);
    return connector;
  }

  /** As {@link #open(ServerConnector)}, one after the other. */
  static void open(List<ServerConnector> connectors) throws IOException {
    for (ServerConnector connector : connectors) {
      open(connector);
    }
  }

  static void tell(ServerConnector connector) {
    LOG.info("Listening on {}:{}", connector.getHost(), connector.getLocalPort());
  }

  /**
   * Opens a port before anything is served from it.
   *
   * @throws IOException in words for hospital IT when the port is taken
   */
  static void open(ServerConnector connector) throws IOException {
    try {
      connector.open();
    } catch (IOException e) {
      boolean taken = e instanceof BindException || e.getCause() instanceof BindException;
      throw new IOException(
          "Port "
              + connector.getPort()
              + " on "
              + connector.getHost()
              + (taken ? " is taken or not allowed" : " cannot be opened")
              + ": stop the other program, or set LAMINA_HTTP_PORT or"
              + " LAMINA_HTTPS_PORT (http.port, https.port in etc/io.lamina.rest.cfg)",
          e);
    }
  }
}
