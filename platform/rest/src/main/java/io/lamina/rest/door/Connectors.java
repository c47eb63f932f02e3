package io.lamina.rest.door;

import io.lamina.rest.config.DoorSettings;
import io.lamina.rest.connections.ConnectionGuard;
import io.lamina.rest.connections.GuardedConnector;
import java.io.IOException;
import java.net.BindException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** The ports we listen on. */
final class Connectors {
  private static final int HEADER_BYTES = 16 << 10;
  private static final int BUFFER_BYTES = 64 << 10;

  private Connectors() {}

  /** The first one is the HTTP port of the settings. */
  static List<ServerConnector> of(Server server, DoorSettings settings, ConnectionGuard guard) {
    List<ServerConnector> connectors = new ArrayList<>();
    connectors.add(plain(server, settings, guard, settings.httpPort()));
    if (settings.httpPort2() > 0) {
      connectors.add(plain(server, settings, guard, settings.httpPort2()));
    }
    if (settings.httpsPort() > 0) {
      connectors.add(secure(server, settings, guard));
    }
    return connectors;
  }

  private static ServerConnector plain(
      Server server, DoorSettings settings, ConnectionGuard guard, int port) {
    return tuned(new GuardedConnector(server, guard, http(configuration())), settings, port);
  }

  private static ServerConnector secure(
      Server server, DoorSettings settings, ConnectionGuard guard) {
    if (settings.keystore().isBlank()) {
      throw new IllegalArgumentException(
          "https.port is set, but https.keystore names no key store in io.lamina.rest.cfg");
    }
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setKeyStorePath(settings.keystore());
    tls.setKeyStorePassword(settings.keystorePassword());
    tls.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    HttpConfiguration configuration = configuration();
    // clients name hospital hosts by addresses and aliases, so the certificate's name is not forced
    configuration.addCustomizer(new SecureRequestCustomizer(false));
    return tuned(
        new GuardedConnector(
            server,
            guard,
            new SslConnectionFactory(tls, HttpVersion.HTTP_1_1.asString()),
            http(configuration)),
        settings,
        settings.httpsPort());
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
              + ": stop the other program, or set LAMINA_HTTP_PORT (http.port in"
              + " etc/io.lamina.rest.cfg)",
          e);
    }
  }
}
