package io.lamina.rest.health;

import io.lamina.api.capability.Health;
import io.lamina.api.capability.HealthCheck;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The capabilities' own checks, each in a thread of its own: one that hangs holds up no answer, and
 * is not asked again before it has given one.
 */
public final class HealthChecks implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HealthChecks.class);
  private static final int PATIENCE_SECONDS = 2;

  private final Map<String, List<HealthCheck>> checks = new ConcurrentHashMap<>();
  private final Map<HealthCheck, CompletableFuture<Health>> running = new ConcurrentHashMap<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "lamina-health");
            thread.setDaemon(true);
            return thread;
          });

  public void add(String capability, HealthCheck check) {
    checks.computeIfAbsent(capability, name -> new CopyOnWriteArrayList<>()).add(check);
  }

  public void remove(String capability, HealthCheck check) {
    checks.getOrDefault(capability, List.of()).remove(check);
    running.remove(check);
  }

  boolean has(String capability) {
    return !checks.getOrDefault(capability, List.of()).isEmpty();
  }

  /** Asks all at once; waits two seconds at most. */
  Map<String, Health> ask() {
    Map<String, List<CompletableFuture<Health>>> asked = new TreeMap<>();
    checks.forEach(
        (name, own) -> asked.put(name, own.stream().map(check -> ask(name, check)).toList()));
    Map<String, Health> answers = new TreeMap<>();
    asked.forEach(
        (name, own) ->
            own.stream()
                .map(CompletableFuture::join)
                .forEach(answer -> answers.merge(name, answer, HealthChecks::both)));
    return answers;
  }

  private CompletableFuture<Health> ask(String name, HealthCheck check) {
    try {
      CompletableFuture<Health> answer =
          running.compute(
              check,
              (key, last) ->
                  last == null || last.isDone()
                      ? CompletableFuture.supplyAsync(check::check, threads)
                      : last);
      return answer
          .copy()
          .completeOnTimeout(
              Health.failing("its health check did not answer within " + PATIENCE_SECONDS + " s"),
              PATIENCE_SECONDS,
              TimeUnit.SECONDS)
          .exceptionally(
              thrown -> {
                LOG.warn("The health check of '{}' failed", name, thrown);
                return Health.failing("its health check failed; the log says why");
              });
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(Health.failing("the platform is stopping"));
    }
  }

  private static Health both(Health one, Health other) {
    Map<String, String> facts = new TreeMap<>(one.facts());
    facts.putAll(other.facts());
    String reason =
        one.reason().isEmpty() || other.reason().isEmpty()
            ? one.reason() + other.reason()
            : one.reason() + "; " + other.reason();
    return new Health(one.healthy() && other.healthy(), reason, facts);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
