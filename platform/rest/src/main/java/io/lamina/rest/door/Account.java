package io.lamina.rest.door;

import io.lamina.rest.exchange.Exchange;
import io.lamina.rest.metrics.RequestMetrics;
import io.lamina.rest.statistics.UsageStatistics;
import javax.servlet.http.HttpServletRequest;
import org.eclipse.jetty.server.Request;

/** What remains of a request: numbers, the day's statistics and a line in the log. */
record Account(RequestMetrics metrics, UsageStatistics statistics, AccessLog log) {
  void done(Exchange exchange, HttpServletRequest request) {
    Request jetty = Request.getBaseRequest(request);
    int status = jetty.getResponse().getStatus();
    long in = jetty.getContentRead();
    long out = jetty.getResponse().getContentCount();
    metrics.answered(
        exchange.capability(),
        exchange.method(),
        exchange.template(),
        status,
        exchange.nanos() / 1e9,
        in,
        out);
    if (exchange.capability() != null && RequestMetrics.METHODS.contains(exchange.method())) {
      long user = exchange.caller() == null ? 0 : exchange.caller().userId();
      statistics.count(
          exchange.capability(), exchange.template(), exchange.method(), status, in, out, user);
    }
    log.write(exchange, request);
  }
}
