package io.lamina.rest.runtime;

import io.lamina.api.audit.AuditTrail;
import io.lamina.api.capability.HealthCheck;
import io.lamina.api.identity.Authenticator;
import io.lamina.api.keys.KeyVault;
import io.lamina.api.metrics.MetricSource;
import io.lamina.rest.door.FrontDoor;
import io.lamina.rest.routing.RouteRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.servlet.Servlet;
import javax.servlet.ServletException;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes resources, servlets and health checks in as they come and lets them out as they go. */
final class ServiceWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceWatch.class);

  private final BundleContext context;
  private final ServiceTracker<Authenticator, Authenticator> accounts;
  private final List<ServiceTracker<?, ?>> open = new ArrayList<>();

  ServiceWatch(BundleContext context) {
    this.context = context;
    this.accounts = new ServiceTracker<>(context, Authenticator.class, null);
  }

  /** Null while accounts is away. */
  Authenticator authenticator() {
    return accounts.getService();
  }

  /** How one kind of service is taken in. */
  private interface Intake {
    RouteRegistry.Registration add(String capability, ServiceReference<Object> ref, Object service)
        throws ServletException;
  }

  void open(FrontDoor door) {
    accounts.open();
    open.add(accounts);
    track(
        "(lamina.rest.resource=true)",
        (capability, ref, service) -> door.routes().addResource(capability, service));
    track(
        "(&(objectClass=javax.servlet.Servlet)(lamina.servlet.path=*))",
        (capability, ref, service) ->
            door.addServlet(
                capability,
                (String) ref.getProperty("lamina.servlet.path"),
                Boolean.TRUE.equals(ref.getProperty("lamina.servlet.open")),
                (Servlet) service));
    track(
        "(objectClass=" + HealthCheck.class.getName() + ")",
        (capability, ref, service) -> {
          door.checks().add(capability, (HealthCheck) service);
          return () -> door.checks().remove(capability, (HealthCheck) service);
        });
    track(
        "(objectClass=" + MetricSource.class.getName() + ")",
        (capability, ref, service) -> {
          door.metrics().add(capability, (MetricSource) service);
          return () -> door.metrics().remove((MetricSource) service);
        });
    track(
        "(objectClass=" + KeyVault.class.getName() + ")",
        (capability, ref, service) -> {
          unlock(door, (KeyVault) service);
          return () -> {};
        });
    track(
        "(objectClass=" + AuditTrail.class.getName() + ")",
        (capability, ref, service) -> {
          door.refusals().add((AuditTrail) service);
          return () -> door.refusals().remove((AuditTrail) service);
        });
  }

  private static void unlock(FrontDoor door, KeyVault vault) {
    try {
      door.useKeys(vault);
    } catch (IOException e) {
      LOG.error("HTTPS stays closed: {}", e.getMessage());
    }
  }

  private void track(String filter, Intake intake) {
    try {
      ServiceTracker<Object, RouteRegistry.Registration> tracker =
          new ServiceTracker<>(context, FrameworkUtil.createFilter(filter), null) {
            @Override
            public RouteRegistry.Registration addingService(ServiceReference<Object> ref) {
              return take(ref, intake);
            }

            @Override
            public void removedService(
                ServiceReference<Object> ref, RouteRegistry.Registration registration) {
              // waits for its requests, and only then lets the service go
              registration.remove();
              context.ungetService(ref);
            }
          };
      open.add(tracker);
      tracker.open(true);
    } catch (InvalidSyntaxException e) {
      throw new IllegalArgumentException(filter, e);
    }
  }

  private RouteRegistry.Registration take(ServiceReference<Object> ref, Intake intake) {
    Object service = context.getService(ref);
    if (service == null) {
      return null;
    }
    String capability = CapabilityBundles.capability(ref.getBundle());
    try {
      return intake.add(capability, ref, service);
    } catch (IllegalArgumentException | ServletException | LinkageError e) {
      LOG.error("'{}' offers something that cannot be served: {}", capability, e.getMessage(), e);
      context.ungetService(ref);
      return null;
    }
  }

  @Override
  public void close() {
    open.forEach(ServiceTracker::close);
  }
}
