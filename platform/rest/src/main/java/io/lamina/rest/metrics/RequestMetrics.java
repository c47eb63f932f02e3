package io.lamina.rest.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Set;

/**
 * Counts requests by what is bounded: capability, route template, method, status; never by path,
 * user or address, so that no client can make the numbers many.
 */
public final class RequestMetrics {
  private static final String NONE = "none";

  /** Methods that are counted by their names; clients can send any word. */
  public static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private final Counter requests;
  private final Histogram durations;
  private final Counter refusals;
  private final Counter received;
  private final Counter sent;
  private final Gauge inFlight;
  private final Counter signIns;

  public RequestMetrics(PrometheusRegistry registry) {
    requests =
        Counter.builder()
            .name("lamina_http_requests_total")
            .help("Requests answered; status 5xx are errors.")
            .labelNames("capability", "method", "route", "status")
            .register(registry);
    durations =
        Histogram.builder()
            .name("lamina_http_request_duration_seconds")
            .help("From the request's headers to the last byte of its answer.")
            .labelNames("capability", "method", "route")
            .classicOnly()
            .classicUpperBounds(0.01, 0.05, 0.2, 0.5, 1, 2, 10, 60)
            .register(registry);
    refusals =
        Counter.builder()
            .name("lamina_http_refusals_total")
            .help("Requests refused or failed, by status: 401 sign-in, 429 too many, 503 away.")
            .labelNames("status")
            .register(registry);
    received =
        Counter.builder()
            .name("lamina_http_request_bytes_total")
            .help("Bytes of request bodies.")
            .labelNames("capability", "method", "route")
            .register(registry);
    sent =
        Counter.builder()
            .name("lamina_http_response_bytes_total")
            .help("Bytes of answers' bodies.")
            .labelNames("capability", "method", "route")
            .register(registry);
    inFlight =
        Gauge.builder()
            .name("lamina_http_requests_in_flight")
            .help("Requests inside a capability now.")
            .labelNames("capability")
            .register(registry);
    signIns =
        Counter.builder()
            .name("lamina_sign_ins_total")
            .help(
                "Credentials judged at the front door: accepted, refused, or failed to be judged.")
            .labelNames("result")
            .register(registry);
  }

  /** A request is inside the capability. */
  public void entered(String capability) {
    inFlight.labelValues(capability).inc();
  }

  public void left(String capability) {
    inFlight.labelValues(capability).dec();
  }

  /**
   * @param result accepted, refused or failed
   */
  public void signedIn(String result) {
    signIns.labelValues(result).inc();
  }

  /**
   * A request is answered.
   *
   * @param capability null where no route matched
   * @param route template
   */
  public void answered(
      String capability,
      String method,
      String route,
      int status,
      double seconds,
      long bytesIn,
      long bytesOut) {
    String owner = capability == null ? NONE : capability;
    String template = capability == null ? NONE : route;
    String verb = METHODS.contains(method) ? method : "OTHER";
    requests.labelValues(owner, verb, template, status / 100 + "xx").inc();
    durations.labelValues(owner, verb, template).observe(seconds);
    received.labelValues(owner, verb, template).inc(Math.max(0, bytesIn));
    sent.labelValues(owner, verb, template).inc(Math.max(0, bytesOut));
    if (status >= 400) {
      refusals.labelValues(Integer.toString(status)).inc();
    }
  }
}
