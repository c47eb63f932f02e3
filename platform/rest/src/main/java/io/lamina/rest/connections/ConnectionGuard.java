package io.lamina.rest.connections;

import io.lamina.rest.config.ConnectionSettings;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds connections, altogether and of one address (/64 of IPv6), and ends those of clients that
 * are too slow. When there is no room, a new connection takes the place of the one that has waited
 * longest for a request; only where all are at work it is closed itself.
 */
public final class ConnectionGuard implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionGuard.class);
  private static final long LOOK_MILLIS = 500;
  private static final int NETWORK_BYTES = 8;

  private final ConnectionSettings settings;
  private final Predicate<InetAddress> exempt;
  private final Set<GuardedEndPoint> open = ConcurrentHashMap.newKeySet();
  private final Map<InetAddress, Integer> byNetwork = new ConcurrentHashMap<>();
  private final LongAdder refused = new LongAdder();
  private final LongAdder slow = new LongAdder();
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "lamina-connections");
            thread.setDaemon(true);
            return thread;
          });
  private long lookedAt = System.nanoTime();

  /**
   * @param exempt addresses that many clients come from
   */
  public ConnectionGuard(ConnectionSettings settings, Predicate<InetAddress> exempt) {
    this.settings = settings;
    this.exempt = exempt;
    looks.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  void opened(GuardedEndPoint connection) {
    open.add(connection);
    InetAddress network = network(connection.address());
    int own = byNetwork.merge(network, 1, Integer::sum);
    boolean tooManyOfIts = own > settings.mostOfAddress() && !exempt.test(connection.address());
    if (!tooManyOfIts && open.size() <= settings.most()) {
      return;
    }
    Optional<GuardedEndPoint> idle =
        open.stream()
            .filter(other -> other != connection && other.isWaiting())
            .filter(other -> !tooManyOfIts || network(other.address()).equals(network))
            .max(Comparator.comparingLong(GuardedEndPoint::getIdleFor));
    refused.increment();
    idle.orElse(connection).close();
  }

  void closed(GuardedEndPoint connection) {
    if (open.remove(connection)) {
      byNetwork.computeIfPresent(
          network(connection.address()), (network, count) -> count == 1 ? null : count - 1);
    }
  }

  /**
   * What an address is counted as: one of IPv6 as its /64, the least that a subscriber is given
   * (RFC 6177), or he would count as millions.
   */
  static InetAddress network(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address;
    }
    byte[] bytes = address.getAddress();
    Arrays.fill(bytes, NETWORK_BYTES, bytes.length, (byte) 0);
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("An address of IPv6 has 16 bytes", e);
    }
  }

  private void look() {
    long now = System.nanoTime();
    long passed = now - lookedAt;
    lookedAt = now;
    for (GuardedEndPoint connection : open) {
      try {
        if (connection.look(now, passed, settings.headers().toNanos(), settings.pace())) {
          slow.increment();
        }
      } catch (RuntimeException e) {
        LOG.warn("A connection could not be looked at", e);
      }
    }
  }

  /** Connections now. */
  public int open() {
    return open.size();
  }

  /** Connections closed because there were too many. */
  public long refused() {
    return refused.sum();
  }

  /** Connections closed because their clients were too slow. */
  public long slow() {
    return slow.sum();
  }

  @Override
  public void close() {
    looks.shutdownNow();
  }
}
