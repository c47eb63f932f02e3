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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answer of {@code /health}. It is built in a thread of its own and only fetched by who asks,
 * so that no database that hangs and no slow disk holds the answer up (D-06).
 */
public final class HealthReport implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HealthReport.class);
  private static final long FRESH_NANOS = 1_000_000_000L;

  /** Looked at so often when nobody asks, so that what is answered under a hanging check is new. */
  private static final long KEEP_NANOS = 5_000_000_000L;

  /** Longest wait of an answer for a new page. */
  private static final long PATIENCE_NANOS = 700_000_000L;

  private static final long STALE_NANOS = 30_000_000_000L;
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
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition asked = lock.newCondition();
  private final Condition built = lock.newCondition();
  private final ExecutorService refresher =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(work, "lamina-health-report");
            thread.setDaemon(true);
            return thread;
          });
  private boolean wanted;
  private boolean looking;
  private long lookingSince;
  private volatile boolean stopped;
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

  /** Looks for the first time, and from then on by itself. */
  public void start() {
    refresh();
    refresher.execute(this::keepFresh);
  }

  /**
   * A page at most one second old; an older one where a check hangs, because this has to answer
   * when nothing else does; 503 where it is so old that nobody knows any more.
   */
  public Page page() {
    Page now = page;
    if (now == null) {
      return refresh();
    }
    if (age(now) >= FRESH_NANOS) {
      now = awaitNewer(now);
    }
    return age(now) < STALE_NANOS ? now : stale(now);
  }

  private long age(Page of) {
    return nanos.getAsLong() - of.builtAt();
  }

  private Page awaitNewer(Page old) {
    lock.lock();
    try {
      wanted = true;
      asked.signal();
      long left = looking && nanos.getAsLong() - lookingSince > PATIENCE_NANOS ? 0 : PATIENCE_NANOS;
      while (page == old && left > 0 && !stopped) {
        left = built.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    return page;
  }

  private void keepFresh() {
    while (!stopped) {
      try {
        lock.lockInterruptibly();
        try {
          long left = KEEP_NANOS;
          while (!wanted && left > 0) {
            left = asked.awaitNanos(left);
          }
          wanted = false;
        } finally {
          lock.unlock();
        }
        refresh();
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.warn("The health of the platform cannot be told", e);
      }
    }
  }

  /** Asks all capabilities now, which takes two seconds at most. */
  public Page refresh() {
    lock.lock();
    try {
      looking = true;
      lookingSince = nanos.getAsLong();
    } finally {
      lock.unlock();
    }
    Page next = null;
    try {
      next = build();
    } finally {
      lock.lock();
      try {
        page = next == null ? page : next;
        looking = false;
        built.signalAll();
      } finally {
        lock.unlock();
      }
    }
    return next;
  }

  private Page stale(Page old) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", "degraded");
    body.putAll(head.get());
    body.put("reason", "the platform does not find out how its capabilities are; see the log");
    body.put("capabilities", old.lines().stream().map(CapabilityLine::fields).toList());
    return page(false, body, old.lines(), old.builtAt());
  }

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
    } else if (state == CapabilityState.State.ACTIVE && !routes.answers(seen.name())) {
      state = CapabilityState.State.STARTING;
      reason = "its paths are being opened";
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
    body.put("capabilities", lines.stream().map(CapabilityLine::fields).toList());
    return page(healthy, body, lines, nanos.getAsLong());
  }

  private Page page(
      boolean healthy, Map<String, Object> body, List<CapabilityLine> lines, long builtAt) {
    try {
      return new Page(healthy ? 200 : 503, json.writeValueAsBytes(body), lines, builtAt);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether requests may be sent here: all that is installed works. */
  public Page ready() {
    Page now = page();
    boolean ready = now.status() == 200;
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", ready ? "ready" : "not ready");
    body.put(
        "waiting_for",
        now.lines().stream()
            .filter(line -> !line.healthy() && !line.state().equals("away"))
            .map(CapabilityLine::name)
            .toList());
    return page(ready, body, now.lines(), now.builtAt());
  }

  @Override
  public void close() {
    stopped = true;
    refresher.shutdownNow();
  }
}
