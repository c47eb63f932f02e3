package io.lamina.rest.door;

import io.lamina.rest.exchange.Exchange;
import javax.servlet.http.HttpServletRequest;
import org.eclipse.jetty.server.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line a request: what was called, by whom, how it went. Never the path itself, the query,
 * headers or bodies, which carry patients and passwords (H-23).
 */
final class AccessLog {
  private static final Logger LOG = LoggerFactory.getLogger("io.lamina.request");

  private AccessLog() {}

  static void write(Exchange exchange, HttpServletRequest request) {
    if (!LOG.isInfoEnabled()) {
      return;
    }
    Request jetty = Request.getBaseRequest(request);
    LOG.info(
        "{} {} {} {}ms user={} in={} out={} request={}",
        exchange.method(),
        exchange.template(),
        jetty.getResponse().getStatus(),
        exchange.nanos() / 1_000_000,
        exchange.caller() == null ? "-" : exchange.caller().userId(),
        jetty.getContentRead(),
        jetty.getResponse().getContentCount(),
        exchange.id());
  }
}
