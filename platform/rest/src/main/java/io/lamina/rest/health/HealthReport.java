package io.lamina.rest.health;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lamina.api.capability.Health;
import io.lamina.rest.routing.RouteRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Builds the answer of {@code /health} at most once a second, because it is asked by load balancers
 * and people alike, and measured.
 */
public final class HealthReport {
  private static final long FRESH_NANOS = 1_000_000_000L;
  private static final long BOOT_NANOS = 120_000_000_000L;

  /**
   * What is sent.
   *
   * @param lines that the body was made of
   */
  public record Page(int status, byte[] body, List<CapabilityLine> lines, long builtAt) {}

  private final CapabilityWatch watch;
  private final RouteRegistry routes;
  private final HealthChecks checks;
  private final Supplier<Map<String, Object>> head;
  private final LongSupplier nanos;
  private final long startedAt;
  private final ObjectMapper json = new ObjectMapper();
  private final ReentrantLock building = new ReentrantLock();
  private volatile boolean everHealthy;
  private volatile Page page;

  /**
   * @param head fields of the platform itself, such as version and profile
   * @param nanos the clock
   */
  public HealthReport(
      CapabilityWatch watch,
      RouteRegistry routes,
      HealthChecks checks,
      Supplier<Map<String, Object>> head,
      LongSupplier nanos) {
    this.watch = watch;
    this.routes = routes;
    this.checks = checks;
    this.head = head;
    this.nanos = nanos;
    this.startedAt = nanos.getAsLong();
  }

  /** A page at most one second old, or older while another thread is building the next. */
  public Page page() {
    Page now = page;
    if (now != null && nanos.getAsLong() - now.builtAt() < FRESH_NANOS) {
      return now;
    }
    if (now == null) {
      building.lock();
    } else if (!building.tryLock()) {
      return now;
    }
    try {
      if (page == now) {
        page = build();
      }
      return page;
    } finally {
      building.unlock();
    }
  }

  /** One capability in an answer. */
  public record CapabilityLine(
      String name,
      String version,
      String state,
      boolean healthy,
      String reason,
      Map<String, String> facts) {}

  /** All capabilities that are installed or remembered, by name, asked anew. */
  public List<CapabilityLine> lines() {
    Map<String, Health> answers = checks.ask();
    List<CapabilityLine> lines = new ArrayList<>();
    Set<String> named = new TreeSet<>();
    for (CapabilityState state : watch.installed()) {
      named.add(state.name());
      lines.add(line(state, answers.getOrDefault(state.name(), Health.ok())));
    }
    Set<String> others = new TreeSet<>(routes.remembered());
    others.addAll(routes.present());
    others.removeAll(named);
    for (String name : others) {
      boolean here = routes.size(name) > 0;
      lines.add(
          line(
              new CapabilityState(
                  name,
                  "",
                  here ? CapabilityState.State.ACTIVE : CapabilityState.State.AWAY,
                  here
                      ? ""
                      : "it is not installed; its paths are remembered until it is forgotten"),
              answers.getOrDefault(name, Health.ok())));
    }
    lines.sort((left, right) -> left.name().compareTo(right.name()));
    return lines;
  }

  private CapabilityLine line(CapabilityState seen, Health health) {
    CapabilityState.State state = seen.state();
    String reason = seen.reason();
    if (state == CapabilityState.State.ACTIVE
        && routes.size(seen.name()) == 0
        && !checks.has(seen.name())) {
      state = CapabilityState.State.STARTING;
      reason = "it has registered neither paths nor a health check yet";
    }
    boolean healthy = state == CapabilityState.State.ACTIVE && health.healthy();
    return new CapabilityLine(
        seen.name(),
        seen.version(),
        state.name().toLowerCase(Locale.ROOT),
        healthy,
        reason.isEmpty() ? health.reason() : reason,
        health.facts());
  }

  private Page build() {
    List<CapabilityLine> lines = lines();
    boolean healthy =
        lines.stream().allMatch(line -> line.healthy() || line.state().equals("away"));
    everHealthy |= healthy;
    boolean booting = !everHealthy && nanos.getAsLong() - startedAt < BOOT_NANOS;
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", healthy ? "healthy" : booting ? "starting" : "degraded");
    body.putAll(head.get());
    body.put("capabilities", lines.stream().map(HealthReport::fields).toList());
    try {
      return new Page(healthy ? 200 : 503, json.writeValueAsBytes(body), lines, nanos.getAsLong());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Object> fields(CapabilityLine line) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", line.name());
    fields.put("version", line.version());
    fields.put("state", line.state());
    fields.put("healthy", line.healthy());
    if (!line.reason().isEmpty()) {
      fields.put("reason", line.reason());
    }
    fields.put("facts", line.facts());
    return fields;
  }
}
