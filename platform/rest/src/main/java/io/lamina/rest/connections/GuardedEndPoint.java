package io.lamina.rest.connections;

import io.lamina.rest.config.Pace;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.HttpConnection;
import org.eclipse.jetty.util.thread.Scheduler;

/** A connection that counts its bytes and is looked at from time to time. */
final class GuardedEndPoint extends SocketChannelEndPoint {
  private final ConnectionGuard guard;
  private final InetAddress address;
  private volatile long received;
  private volatile long sent;

  // of the look, in one thread
  private long requests = -1;
  private long receivedBefore;
  private long headersSince;
  private long blockedNanos;
  private long sentBefore;
  private boolean cut;

  GuardedEndPoint(
      SocketChannel channel,
      ManagedSelector selector,
      SelectionKey key,
      Scheduler scheduler,
      ConnectionGuard guard) {
    super(channel, selector, key, scheduler);
    this.guard = guard;
    this.address = channel.socket().getInetAddress();
  }

  InetAddress address() {
    return address;
  }

  @Override
  public int fill(ByteBuffer buffer) throws IOException {
    int filled = super.fill(buffer);
    received = received + Math.max(0, filled);
    return filled;
  }

  @Override
  public boolean flush(ByteBuffer... buffers) throws IOException {
    long before = remaining(buffers);
    try {
      return super.flush(buffers);
    } finally {
      sent = sent + before - remaining(buffers);
    }
  }

  private static long remaining(ByteBuffer... buffers) {
    long count = 0;
    for (ByteBuffer buffer : buffers) {
      count += buffer.remaining();
    }
    return count;
  }

  @Override
  public void onOpen() {
    super.onOpen();
    guard.opened(this);
  }

  /** Without a failure this is called alone, with one the other too. */
  @Override
  public void onClose() {
    super.onClose();
    guard.closed(this);
  }

  @Override
  protected void onClose(Throwable failure) {
    super.onClose(failure);
    guard.closed(this);
  }

  /** Whether no request of it is answered now. */
  boolean isWaiting() {
    HttpConnection http = http();
    return http == null || http.getParser().inHeaderState();
  }

  private HttpConnection http() {
    Connection connection = getConnection();
    if (connection instanceof SslConnection secure) {
      connection = secure.getDecryptedEndPoint().getConnection();
    }
    return connection instanceof HttpConnection http ? http : null;
  }

  /**
   * Ends a connection whose client takes too long for the head of a request, or to read.
   *
   * @param passed nanoseconds since the last look
   * @return whether it was ended
   */
  boolean look(long now, long passed, long headerNanos, Pace pace) {
    if (cut) {
      close();
      return false;
    }
    HttpConnection http = http();
    long count = http == null ? 0 : http.getHttpChannel().getRequests();
    if (count != requests || !isWaiting()) {
      // what follows a request is the head of the next one
      receivedBefore = requests < 0 ? 0 : received;
      requests = count;
      headersSince = 0;
    } else if (received > receivedBefore && headersSince == 0) {
      headersSince = now;
    }
    boolean slowHead = headersSince != 0 && now - headersSince > headerNanos;
    if (slowHead) {
      close();
    }
    return slowHead || isReadTooSlowly(passed, pace);
  }

  private boolean isReadTooSlowly(long passed, Pace pace) {
    if (!getWriteFlusher().isPending()) {
      return false;
    }
    if (blockedNanos == 0) {
      sentBefore = sent;
    }
    blockedNanos += passed;
    if (!pace.isOver(blockedNanos)) {
      return false;
    }
    cut = pace.isTooSlow(blockedNanos, sent - sentBefore);
    blockedNanos = 0;
    if (cut) {
      getWriteFlusher()
          .onFail(new IOException(new TimeoutException("The client reads too slowly")));
    }
    return cut;
  }
}
