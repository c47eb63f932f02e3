package io.lamina.rest.door;

import io.lamina.api.error.LaminaException;
import io.lamina.rest.errors.ErrorAnswer;
import io.lamina.rest.errors.ErrorDialect;
import io.lamina.rest.health.HealthReport;
import io.lamina.rest.metrics.PlatformMetrics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/**
 * What machines ask of the platform: outside limits, routes and log, because it has to be answered
 * when nothing else is (D-06).
 */
final class Probes {
  private static final HealthReport.Page ALIVE =
      new HealthReport.Page(
          200, "{\"status\":\"alive\"}".getBytes(StandardCharsets.US_ASCII), List.of(), 0);

  private static final String SOON = "5";

  private final HealthReport health;
  private final PlatformMetrics metrics;
  private final MetricsAccess access;

  Probes(HealthReport health, PlatformMetrics metrics, MetricsAccess access) {
    this.health = health;
    this.metrics = metrics;
    this.access = access;
  }

  /** Answers what is asked here; false for any other path or method. */
  boolean answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    String method = request.getMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      return false;
    }
    String path = request.getRequestURI();
    switch (path.endsWith("/") ? path.substring(0, path.length() - 1) : path) {
      case "/health" -> send(request, response, health.page());
      case "/health/live" -> send(request, response, ALIVE);
      case "/health/ready" -> send(request, response, health.ready());
      case "/metrics" -> sendMetrics(request, response);
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void send(
      HttpServletRequest request, HttpServletResponse response, HealthReport.Page page)
      throws IOException {
    Headers.secure(response);
    response.setStatus(page.status());
    if (page.status() == HttpServletResponse.SC_SERVICE_UNAVAILABLE) {
      response.setHeader("Retry-After", SOON);
    }
    response.setContentType("application/json");
    Answers.send(response, page.body());
  }

  private void sendMetrics(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Headers.secure(response);
    try {
      access.require(request, response);
    } catch (LaminaException e) {
      Answers.send(response, ErrorAnswer.of(e, ErrorDialect.TITLED, null, null));
      return;
    }
    response.setContentType(PlatformMetrics.CONTENT_TYPE);
    Answers.send(response, metrics.page());
  }
}
