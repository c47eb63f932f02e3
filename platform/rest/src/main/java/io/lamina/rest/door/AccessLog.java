package io.lamina.rest.door;

import io.lamina.rest.connections.Turns.Turn;
import io.lamina.rest.exchange.Exchange;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.servlet.http.HttpServletRequest;
import org.eclipse.jetty.server.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One line a request: what was called, by whom, how it went. Never the path itself, the query,
 * headers or bodies, which carry patients and passwords (H-23).
 */
final class AccessLog {
  private static final Logger LOG = LoggerFactory.getLogger("io.lamina.request");

  /** Under this key each line of a request has its id. */
  static final String ID = "request";

  /** Whether the lines are read by machines, which want the fields apart (bin/lamina). */
  private static final boolean FIELDS = "json".equals(System.getProperty("lamina.log.format"));

  private final Duration slow;

  /**
   * @param slow from which on a request is worth a warning; zero for never
   */
  AccessLog(Duration slow) {
    this.slow = slow;
  }

  void write(Exchange exchange, HttpServletRequest request) {
    Request jetty = Request.getBaseRequest(request);
    int status = jetty.getResponse().getStatus();
    long millis = TimeUnit.NANOSECONDS.toMillis(exchange.nanos());
    long user = exchange.caller() == null ? 0 : exchange.caller().userId();
    String capability = exchange.capability() == null ? "-" : exchange.capability();
    Map<String, String> fields =
        FIELDS
            ? Map.of(
                "capability", capability,
                "method", exchange.method(),
                "route", exchange.template(),
                "status", Integer.toString(status),
                "ms", Long.toString(millis),
                "user", Long.toString(user),
                "in", Long.toString(Math.max(0, jetty.getContentRead())),
                "out", Long.toString(jetty.getResponse().getContentCount()))
            : Map.of();
    fields.forEach(MDC::put);
    // an asynchronous answer ends in a thread of its own
    MDC.put(ID, exchange.id());
    try {
      LOG.info(
          "{} {} {} {} {}ms user={} in={} out={} request={}",
          capability,
          exchange.method(),
          exchange.template(),
          status,
          millis,
          user == 0 ? "-" : user,
          jetty.getContentRead(),
          jetty.getResponse().getContentCount(),
          exchange.id());
      warnOfSlow(exchange, status);
    } finally {
      fields.keySet().forEach(MDC::remove);
      MDC.remove(ID);
    }
  }

  /** What the client took to send and to read is his; the rest is ours. */
  private void warnOfSlow(Exchange exchange, int status) {
    Turn turn = exchange.turn();
    if (turn == null || slow.isZero()) {
      return;
    }
    long all = exchange.nanos();
    long ours = all - turn.clientNanos();
    if (ours >= slow.toNanos()) {
      LOG.warn(
          "Slow: {} {} {} took {}ms: {}ms waiting for its turn, {}ms at work, {}ms waiting for the"
              + " client",
          exchange.method(),
          exchange.template(),
          status,
          TimeUnit.NANOSECONDS.toMillis(all),
          TimeUnit.NANOSECONDS.toMillis(turn.queuedNanos()),
          TimeUnit.NANOSECONDS.toMillis(ours - turn.queuedNanos()),
          TimeUnit.NANOSECONDS.toMillis(turn.clientNanos()));
    }
  }
}
