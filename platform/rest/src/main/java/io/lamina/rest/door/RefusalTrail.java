package io.lamina.rest.door;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.lamina.api.audit.AuditAction;
import io.lamina.api.audit.AuditEvent;
import io.lamina.api.audit.AuditTrail;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.ClientNetwork;
import io.lamina.rest.exchange.Exchange;
import io.lamina.rest.metrics.RequestMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the audit trail of requests that were refused for want of a right (403) or for wrong
 * credentials (401), wherever that was decided: with the route's template, never the path (C-095).
 *
 * <p>The trail keeps a bounded number of different refusals a minute. Of those one address, or /64
 * of IPv6, has a part only: what it is refused beyond that is told as one kind for each user, with
 * its count, so that it cannot crowd out what others are refused.
 */
public final class RefusalTrail {
  /** Different refusals of one address that are told apart in a minute. */
  static final int MOST_OF_ADDRESS = 100;

  /** As whose operation the others are told. */
  static final String OTHERS = "others";

  private static final Logger LOG = LoggerFactory.getLogger(RefusalTrail.class);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int MOST_ADDRESSES = 2_000;

  private final List<AuditTrail> trails = new ArrayList<>();
  private volatile AuditTrail current;
  private final Cache<String, Kinds> byNetwork;

  /** What one address was refused in this minute. */
  private static final class Kinds {
    private final String firstAddress;
    private final Set<Integer> seen = new HashSet<>();

    Kinds(String firstAddress) {
      this.firstAddress = firstAddress;
    }

    /** Whether it is told apart: one of those before, or there is room for another one. */
    synchronized boolean take(Object kind) {
      int mark = kind.hashCode();
      return seen.contains(mark) || (seen.size() < MOST_OF_ADDRESS && seen.add(mark));
    }
  }

  private record Kind(long user, String address, String operation, int status) {}

  public RefusalTrail() {
    this(Ticker.systemTicker());
  }

  RefusalTrail(Ticker ticker) {
    byNetwork =
        Caffeine.newBuilder()
            .ticker(ticker)
            .expireAfterWrite(MINUTE)
            .maximumSize(MOST_ADDRESSES)
            .build();
  }

  /** From now on it is told; while there is none, what is refused is refused all the same. */
  public synchronized void add(AuditTrail trail) {
    trails.add(trail);
    current = trail;
  }

  /** One that goes: the one that came before or after it stays in use. */
  public synchronized void remove(AuditTrail trail) {
    trails.remove(trail);
    current = trails.isEmpty() ? null : trails.get(trails.size() - 1);
  }

  /** Null while there is none. */
  AuditTrail trail() {
    return current;
  }

  /** Called when the request is answered. */
  void tell(Exchange exchange, HttpServletRequest request, int status, String address) {
    if (status != 403 && (status != 401 || !presentsCredentials(request))) {
      return;
    }
    // clients can send any word as a method, and each would be an entry of its own
    String method = exchange.method();
    String verb = RequestMetrics.METHODS.contains(method) ? method : "OTHER";
    Caller caller = exchange.caller() == null ? Caller.anonymous(address) : exchange.caller();
    tell(caller, verb + " " + exchange.template(), status, address);
  }

  void tell(Caller caller, String operation, int status, String address) {
    Kinds kinds = byNetwork.get(ClientNetwork.of(address), network -> new Kinds(address));
    boolean apart = kinds.take(new Kind(caller.userId(), address, operation, status));
    try {
      AuditTrail trail = current;
      if (trail != null) {
        trail.event(
            apart ? caller : withoutRest(caller, kinds.firstAddress),
            AuditEvent.of(AuditAction.REFUSED, "operation", apart ? operation : OTHERS)
                .with("status", status));
      }
    } catch (RuntimeException e) {
      LOG.warn("A refusal was not told to the audit trail", e);
    }
  }

  /** Who it was is known for all that he is refused. */
  private static Caller withoutRest(Caller caller, String address) {
    return new Caller(caller.userId(), caller.username(), Set.of(), Set.of(), address);
  }

  private static boolean presentsCredentials(HttpServletRequest request) {
    return request.getHeader("Authorization") != null
        || request.getHeader("X-API-Key") != null
        || request.getHeader("Cookie") != null;
  }
}
