package io.lamina.rest.connections;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.ChannelEndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A port whose connections are guarded. */
public final class GuardedConnector extends ServerConnector {
  private final ConnectionGuard guard;

  public GuardedConnector(Server server, ConnectionGuard guard, ConnectionFactory... factories) {
    super(server, 1, -1, factories);
    this.guard = guard;
  }

  @Override
  protected ChannelEndPoint newEndPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key) {
    GuardedEndPoint endPoint = new GuardedEndPoint(channel, selector, key, getScheduler(), guard);
    endPoint.setIdleTimeout(getIdleTimeout());
    return endPoint;
  }
}
