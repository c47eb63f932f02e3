package io.lamina.rest.door;

import io.lamina.api.identity.Authenticator;
import io.lamina.api.keys.KeyVault;
import io.lamina.rest.config.DoorSettings;
import io.lamina.rest.connections.ConnectionGuard;
import io.lamina.rest.connections.Turns;
import io.lamina.rest.health.CapabilityWatch;
import io.lamina.rest.health.HealthChecks;
import io.lamina.rest.health.HealthReport;
import io.lamina.rest.jaxrs.CapabilityServer;
import io.lamina.rest.limits.RateLimits;
import io.lamina.rest.metrics.ContributedMetrics;
import io.lamina.rest.metrics.PlatformMetrics;
import io.lamina.rest.openapi.LiveDocument;
import io.lamina.rest.pages.CapabilitiesResource;
import io.lamina.rest.pages.DocsResource;
import io.lamina.rest.pages.IndexResource;
import io.lamina.rest.pages.OpenApiResource;
import io.lamina.rest.routing.RouteRegistry;
import io.lamina.rest.statistics.StatisticsResource;
import io.lamina.rest.statistics.UsageStatistics;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.servlet.Servlet;
import javax.servlet.ServletException;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.StatisticsHandler;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server with everything behind it; knows nothing of OSGi. */
public final class FrontDoor implements AutoCloseable {
  /** The capability that the platform itself is. */
  public static final String PLATFORM = "platform";

  private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final DoorSettings settings;
  private final String version;
  private final Server server;
  private final ServletHolder holder;
  private final List<ServerConnector> connectors;
  private final Https https;
  private final RouteRegistry routes;
  private final ConnectionGuard guard;
  private final Turns turns;
  private final HealthChecks checks = part(new HealthChecks());
  private final HealthReport health;
  private final PlatformMetrics metrics = part(new PlatformMetrics());
  private final UsageStatistics statistics;
  private final RefusalTrail refusals = new RefusalTrail();

  /**
   * @param accounts gives null while accounts is away
   * @param complete whether a capability has all it has to offer (see {@link RouteRegistry})
   * @param version of the platform
   */
  public FrontDoor(
      DoorSettings settings,
      Supplier<Authenticator> accounts,
      CapabilityWatch watch,
      Predicate<String> complete,
      RateLimits limits,
      String version) {
    this.settings = settings;
    this.version = version;
    this.turns = new Turns(settings.threads());
    try {
      statistics =
          part(
              new UsageStatistics(
                  settings.data() == null ? null : settings.data().resolve("statistics"),
                  settings.monitoring().statisticsDays(),
                  Clock.systemUTC()));
      routes =
          part(
              new RouteRegistry(
                  (capability, resources) ->
                      new CapabilityServer(servletConfig(), resources, settings.maxJsonBytes()),
                  settings.data() == null ? null : settings.data().resolve("run/routes.json"),
                  settings.drain(),
                  complete));
      health = part(new HealthReport(watch, routes, checks, () -> head(limits), System::nanoTime));
      Network network = new Network(settings.publicUrl(), settings.trustedProxies());
      guard = part(new ConnectionGuard(settings.connections(), network::isShared));
      QueuedThreadPool threads = Threads.forConnections(settings.connections().most());
      server = new Server(threads);
      https = settings.tls().on() ? part(new Https(server, settings, guard)) : null;
      connectors = Connectors.plain(server, settings, guard);
      connectors.forEach(server::addConnector);
      SignIn signIn = new SignIn(accounts);
      holder =
          new ServletHolder(
              new DoorServlet(
                  routes,
                  new Probes(
                      health,
                      metrics,
                      new MetricsAccess(settings.monitoring(), network, signIn, limits)),
                  new Account(
                      metrics.requests(),
                      statistics,
                      new AccessLog(settings.monitoring().slowRequest())),
                  turns,
                  settings.connections().pace(),
                  signIn,
                  network,
                  new Origins(settings.allowedOrigins()),
                  limits,
                  refusals));
      holder.setAsyncSupported(true);
      server.setHandler(counted(holder));
      server.setErrorHandler(new JettyErrors());
      server.setStopTimeout(settings.drain().toMillis());
      Threads.measure(metrics, threads, turns, guard);
    } catch (RuntimeException e) {
      closeParts();
      throw e;
    }
  }

  /** Counts what is in flight, so that a stop waits for it (facts/stack.md, trap 5). */
  private static StatisticsHandler counted(ServletHolder holder) {
    ServletContextHandler context =
        new ServletContextHandler(
            ServletContextHandler.NO_SESSIONS | ServletContextHandler.NO_SECURITY);
    context.setContextPath("/");
    context.setErrorHandler(new JettyErrors());
    context.addServlet(holder, "/*");
    StatisticsHandler counting = new StatisticsHandler();
    counting.setHandler(context);
    return counting;
  }

  private <T extends AutoCloseable> T part(T made) {
    parts.push(made);
    return made;
  }

  /** What has threads of its own, the last one first. */
  private void closeParts() {
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (Exception e) {
        LOG.warn("A part of the front door did not close in peace", e);
      }
    }
    parts.clear();
  }

  private Map<String, Object> head(RateLimits limits) {
    Map<String, Object> head = new LinkedHashMap<>();
    head.put("version", version);
    head.put("profile", settings.dev() ? "dev" : "standard");
    head.put("rate_limits", limits.on() ? "on" : "off");
    return head;
  }

  private javax.servlet.ServletConfig servletConfig() {
    try {
      return holder.getServlet().getServletConfig();
    } catch (ServletException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Opens the ports.
   *
   * @throws IOException in words for hospital IT
   */
  public void start() throws IOException {
    try {
      Connectors.open(connectors);
      server.start();
      if (https != null && !https.needsKeys()) {
        https.open(null);
      }
      Addresses.write(settings, port(), https);
    } catch (Exception e) {
      close();
      throw e instanceof IOException io ? io : new IOException("The front door did not open", e);
    }
    if (https != null) {
      checks.add(PLATFORM, https);
    }
    health.start();
    routes.addResource(PLATFORM, new IndexResource(health, version));
    routes.addResource(PLATFORM, new CapabilitiesResource(health, routes, refusals::trail));
    routes.addResource(PLATFORM, new OpenApiResource(new LiveDocument(routes, version)));
    routes.addResource(PLATFORM, new DocsResource());
    routes.addResource(PLATFORM, new StatisticsResource(statistics));
    connectors.forEach(Connectors::tell);
    if (settings.dev()) {
      LOG.warn("LAMINA_PROFILE=dev: anyone on this machine can sign in as any user (H-01)");
    }
  }

  /**
   * The keys of the data are open: HTTPS that waits for them is opened.
   *
   * @throws IOException in words for hospital IT
   */
  public void useKeys(KeyVault vault) throws IOException {
    if (https != null && https.needsKeys() && https.port() == 0) {
      https.open(vault);
      Addresses.write(settings, port(), https);
    }
  }

  /** The HTTPS port in use; 0 where there is none, or none yet. */
  public int httpsPort() {
    return https == null ? 0 : https.port();
  }

  /** The HTTP port in use. */
  public int port() {
    return connectors.get(0).getLocalPort();
  }

  public RouteRegistry routes() {
    return routes;
  }

  public HealthChecks checks() {
    return checks;
  }

  public HealthReport health() {
    return health;
  }

  /** What tells the audit trail of refusals. */
  public RefusalTrail refusals() {
    return refusals;
  }

  /** What the capabilities count. */
  public ContributedMetrics metrics() {
    return metrics.contributed();
  }

  /**
   * Takes in a servlet.
   *
   * @param prefix such as {@code /objects/}
   * @param open whether it judges requests itself
   */
  public RouteRegistry.Registration addServlet(
      String capability, String prefix, boolean open, Servlet servlet) throws ServletException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(servlet.getClass().getClassLoader());
    try {
      servlet.init(servletConfig());
    } finally {
      thread.setContextClassLoader(before);
    }
    RouteRegistry.Registration routed = routes.addServlet(capability, prefix, open, servlet);
    return () -> {
      routed.remove();
      servlet.destroy();
    };
  }

  /**
   * Accepts nothing more, lets the requests in flight finish within the drain time, then stops.
   * Harmless when stopped already.
   */
  public void drain() {
    routes.freeze();
    try {
      server.stop();
    } catch (Exception e) {
      LOG.warn("The front door did not close in peace", e);
    }
  }

  @Override
  public void close() {
    drain();
    connectors.forEach(ServerConnector::close);
    closeParts();
  }
}
