package io.lamina.rest.door;

import io.lamina.api.audit.AuditAction;
import io.lamina.api.audit.AuditEvent;
import io.lamina.api.audit.AuditTrail;
import io.lamina.api.identity.Caller;
import io.lamina.rest.exchange.Exchange;
import io.lamina.rest.metrics.RequestMetrics;
import javax.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the audit trail of requests that were refused for want of a right (403) or for wrong
 * credentials (401), wherever that was decided: with the route's template, never the path (C-095).
 */
public final class RefusalTrail {
  private static final Logger LOG = LoggerFactory.getLogger(RefusalTrail.class);

  private volatile AuditTrail trail;

  /**
   * @param current null while there is none; what is refused then is refused all the same
   */
  public void use(AuditTrail current) {
    trail = current;
  }

  /** Null while there is none. */
  AuditTrail trail() {
    return trail;
  }

  /** Called when the request is answered. */
  void tell(Exchange exchange, HttpServletRequest request, int status, String address) {
    AuditTrail current = trail;
    boolean refused = status == 403 || (status == 401 && presentsCredentials(request));
    if (current == null || !refused) {
      return;
    }
    Caller caller = exchange.caller() == null ? Caller.anonymous(address) : exchange.caller();
    // clients can send any word as a method, and each would be an entry of its own
    String method = exchange.method();
    String verb = RequestMetrics.METHODS.contains(method) ? method : "OTHER";
    try {
      current.event(
          caller,
          AuditEvent.of(AuditAction.REFUSED, "operation", verb + " " + exchange.template())
              .with("status", status));
    } catch (RuntimeException e) {
      LOG.warn("A refusal was not told to the audit trail", e);
    }
  }

  private static boolean presentsCredentials(HttpServletRequest request) {
    return request.getHeader("Authorization") != null
        || request.getHeader("X-API-Key") != null
        || request.getHeader("Cookie") != null;
  }
}
