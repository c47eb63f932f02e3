package io.lamina.rest.routing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.servlet.Servlet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What answers requests now. Resources and servlets come and go in any thread; one thread of its
 * own builds the JAX-RS servers, and each change is one swap of the whole table, so that a change
 * of one capability touches no request of another.
 */
public final class RouteRegistry implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RouteRegistry.class);

  /** Resources of one bundle arrive in a burst: one build for all of them. */
  private static final Duration BURST = Duration.ofMillis(20);

  private final Generation.Factory factory;
  private final RouteMemory memory;
  private final Duration drain;
  private final Predicate<String> complete;
  private final ScheduledThreadPoolExecutor builder =
      new ScheduledThreadPoolExecutor(
          1,
          work -> {
            Thread thread = new Thread(work, "lamina-rest-routes");
            thread.setDaemon(true);
            return thread;
          });
  private final Map<String, Capability> capabilities = new TreeMap<>();
  private final TableBuilder tables = new TableBuilder();
  private volatile RouteTable table = RouteTable.EMPTY;

  /** Everything of one capability; guarded by the registry's lock. */
  private static final class Capability {
    private final List<Claim> claims = new ArrayList<>();
    private RunningGeneration generation;
    private List<Claim> built = List.of();
    private boolean building;
    private boolean complete;
  }

  /**
   * @param state file of the remembered routes, or null
   * @param drain longest wait for the requests of something that is taken away
   * @param complete whether all that a capability has to offer is here: then paths it once had and
   *     has no more are forgotten. Asked without any lock held
   */
  public RouteRegistry(
      Generation.Factory factory, Path state, Duration drain, Predicate<String> complete) {
    this.factory = factory;
    this.memory = new RouteMemory(state);
    this.drain = drain;
    this.complete = complete;
    builder.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    synchronized (this) {
      swapTable();
    }
  }

  public RouteTable table() {
    return table;
  }

  /** Takes what was added back out; returns when its requests are done or the drain time is up. */
  public interface Registration {
    void remove();
  }

  /**
   * @throws IllegalArgumentException for a resource whose annotations cannot be routed
   */
  public Registration addResource(String capability, Object resource) {
    return add(capability, Claim.ofResource(resource, ResourceScan.routes(capability, resource)));
  }

  /**
   * @param servlet initialized by the caller
   * @param open whether it judges requests itself
   */
  public Registration addServlet(String capability, String prefix, boolean open, Servlet servlet) {
    return add(capability, Claim.ofServlet(capability, prefix, open, servlet));
  }

  private Registration add(String name, Claim claim) {
    synchronized (this) {
      Capability capability = capabilities.computeIfAbsent(name, each -> new Capability());
      capability.claims.add(claim);
      capability.complete = false;
      schedule(name, capability);
      if (claim.isServlet()) {
        swapTable();
      }
    }
    return () -> remove(name, claim);
  }

  private void remove(String name, Claim claim) {
    synchronized (this) {
      Capability capability = capabilities.get(name);
      if (capability == null || !capability.claims.remove(claim)) {
        return;
      }
      capability.complete = false;
      swapTable();
      schedule(name, capability);
    }
    if (!claim.inFlight().closeAndAwait(drain)) {
      LOG.warn(
          "{} of '{}' goes with {} requests still in flight after {} s",
          claim.description(),
          name,
          claim.inFlight().inside(),
          drain.toSeconds());
    }
  }

  private void schedule(String name, Capability capability) {
    if (!capability.building && !builder.isShutdown()) {
      capability.building = true;
      builder.schedule(() -> rebuild(name), BURST.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /**
   * Builds nothing more: the door closes, and what comes or goes from now on, as the modules stop
   * one after the other, is no change that anybody will ask for.
   */
  public synchronized void freeze() {
    builder.shutdown();
  }

  private void rebuild(String name) {
    try {
      build(name);
      boolean all = complete.test(name);
      synchronized (this) {
        Capability capability = capabilities.get(name);
        if (capability != null) {
          capability.complete = all && !capability.building;
          swapTable();
        }
      }
    } catch (RuntimeException | LinkageError e) {
      LOG.error(
          "The routes of '{}' could not be rebuilt; what answered before still does", name, e);
    }
  }

  private void build(String name) {
    List<Claim> claims;
    synchronized (this) {
      Capability capability = capabilities.get(name);
      if (capability == null) {
        return;
      }
      capability.building = false;
      claims = capability.claims.stream().filter(claim -> !claim.isServlet()).toList();
      if (claims.equals(capability.built)) {
        return;
      }
    }
    RunningGeneration next =
        claims.isEmpty()
            ? null
            : new RunningGeneration(
                factory.build(name, claims.stream().map(Claim::owner).toList()));
    RunningGeneration previous;
    synchronized (this) {
      Capability capability = capabilities.get(name);
      if (capability == null) {
        previous = next;
      } else {
        previous = capability.generation;
        capability.generation = next;
        capability.built = claims;
        claims.forEach(claim -> claim.servedBy(next));
        swapTable();
      }
    }
    if (previous != null) {
      previous.retire(builder);
    }
    LOG.info("Capability '{}' answers with {} resources", name, claims.size());
  }

  /** Asks again whether a capability is complete; for changes that the registry does not see. */
  public synchronized void reconsider(String name) {
    Capability capability = capabilities.get(name);
    if (capability != null) {
      schedule(name, capability);
    }
  }

  private void swapTable() {
    List<Claim> claims =
        capabilities.values().stream()
            .flatMap(capability -> capability.claims.stream())
            .sorted(Comparator.comparingLong(Claim::order))
            .toList();
    table = tables.build(claims, memory, name -> capabilities.get(name).complete);
  }

  /** Names of the capabilities with resources or servlets here now. */
  public synchronized Set<String> present() {
    return capabilities.entrySet().stream()
        .filter(each -> !each.getValue().claims.isEmpty())
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Resources and servlets a capability has here now; 0 for an unknown one. */
  public synchronized int size(String name) {
    Capability capability = capabilities.get(name);
    return capability == null ? 0 : capability.claims.size();
  }

  /** Whether all resources that a capability has here answer: they do a moment after they came. */
  public synchronized boolean answers(String name) {
    Capability capability = capabilities.get(name);
    return capability == null
        || capability.built.equals(
            capability.claims.stream().filter(claim -> !claim.isServlet()).toList());
  }

  /** Resource instances of a capability, in the order of their arrival. */
  public synchronized List<Object> resources(String name) {
    Capability capability = capabilities.get(name);
    return capability == null
        ? List.of()
        : capability.claims.stream().filter(claim -> !claim.isServlet()).map(Claim::owner).toList();
  }

  /** Names of the capabilities that were ever here and were not forgotten. */
  public synchronized Set<String> remembered() {
    return Set.copyOf(memory.capabilities());
  }

  /**
   * Forgets the paths of a capability that is away: they answer 404 from now on (D-05).
   *
   * @return false when it is here, or was never
   */
  public synchronized boolean forget(String name) {
    if (size(name) > 0 || !memory.forget(name)) {
      return false;
    }
    swapTable();
    return true;
  }

  @Override
  public void close() {
    builder.shutdown();
    List<RunningGeneration> running = new ArrayList<>();
    synchronized (this) {
      table = RouteTable.EMPTY;
      for (Capability capability : capabilities.values()) {
        if (capability.generation != null) {
          running.add(capability.generation);
        }
      }
      capabilities.clear();
    }
    running.forEach(generation -> generation.retire(Runnable::run));
  }
}
