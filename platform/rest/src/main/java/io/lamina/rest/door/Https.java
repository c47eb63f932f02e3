package io.lamina.rest.door;

import io.lamina.api.capability.Health;
import io.lamina.api.capability.HealthCheck;
import io.lamina.api.keys.KeyVault;
import io.lamina.rest.config.DoorSettings;
import io.lamina.rest.connections.ConnectionGuard;
import io.lamina.rest.tls.Tls;
import java.io.IOException;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * The HTTPS port of a server that runs: opened at once with the site's certificate, with one of our
 * own making once the keys of the data are open, which its password comes from. Until then, and
 * where it cannot be opened, the platform says that it is not well.
 */
final class Https implements HealthCheck, AutoCloseable {
  private final Server server;
  private final DoorSettings settings;
  private final ConnectionGuard guard;
  private volatile Health health = Health.failing("HTTPS waits for the keys of the data");
  private Tls tls;
  private ServerConnector connector;
  private boolean closed;

  Https(Server server, DoorSettings settings, ConnectionGuard guard) {
    this.server = server;
    this.settings = settings;
    this.guard = guard;
  }

  /** Whether it is opened by {@link #open} with a vault alone. */
  boolean needsKeys() {
    return settings.tls().selfSigned();
  }

  /**
   * Opens the port, once; harmless when it is open.
   *
   * @param vault null where no keys are needed
   * @throws IOException in words for hospital IT
   */
  synchronized void open(KeyVault vault) throws IOException {
    if (connector != null || closed) {
      return;
    }
    Tls made = null;
    ServerConnector opened = null;
    try {
      made = new Tls(settings.tls(), settings.data(), vault);
      opened = Connectors.secure(server, settings, guard, made);
      Connectors.open(opened);
      server.addConnector(opened);
      server.manage(opened);
      opened.start();
      made.start();
      tls = made;
      connector = opened;
      health = Health.ok();
    } catch (Exception e) {
      health = Health.failing("HTTPS is not open; the reason is in the log");
      if (opened != null) {
        server.removeConnector(opened);
        opened.close();
      }
      if (made != null) {
        made.close();
      }
      throw e instanceof IOException io ? io : new IOException("HTTPS could not be opened", e);
    }
  }

  /** 0 while it is not open. */
  synchronized int port() {
    return connector == null ? 0 : connector.getLocalPort();
  }

  /** Null while it is not open. */
  synchronized Tls tls() {
    return tls;
  }

  @Override
  public Health check() {
    return health;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (connector != null) {
      connector.close();
    }
    if (tls != null) {
      tls.close();
    }
  }
}
