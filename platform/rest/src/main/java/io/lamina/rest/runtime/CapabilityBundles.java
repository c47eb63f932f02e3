package io.lamina.rest.runtime;

import io.lamina.rest.door.FrontDoor;
import io.lamina.rest.health.CapabilityState;
import io.lamina.rest.health.CapabilityState.State;
import io.lamina.rest.health.CapabilityWatch;
import io.lamina.rest.routing.RouteRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.util.tracker.BundleTracker;
import org.osgi.util.tracker.ServiceTracker;

/** The installed bundles that are a capability, by their header {@code Lamina-Capability}. */
final class CapabilityBundles implements CapabilityWatch, AutoCloseable {
  private static final int ANY_STATE =
      Bundle.INSTALLED | Bundle.RESOLVED | Bundle.STARTING | Bundle.ACTIVE | Bundle.STOPPING;

  private final BundleTracker<String> bundles;
  private final ServiceTracker<ServiceComponentRuntime, ServiceComponentRuntime> components;
  private volatile RouteRegistry routes;

  CapabilityBundles(BundleContext context) {
    components = new ServiceTracker<>(context, ServiceComponentRuntime.class, null);
    bundles =
        new BundleTracker<>(context, ANY_STATE, null) {
          @Override
          public String addingBundle(Bundle bundle, BundleEvent event) {
            return bundle.getHeaders("").get("Lamina-Capability");
          }

          @Override
          public void modifiedBundle(Bundle bundle, BundleEvent event, String capability) {
            routes.reconsider(capability);
          }
        };
  }

  void open(RouteRegistry registry) {
    routes = registry;
    components.open();
    bundles.open();
  }

  /** The capability of a bundle; what names none belongs to the platform. */
  static String capability(Bundle bundle) {
    String named = bundle == null ? null : bundle.getHeaders("").get("Lamina-Capability");
    return named == null ? FrontDoor.PLATFORM : named;
  }

  @Override
  public List<CapabilityState> installed() {
    Map<String, CapabilityState> states = new TreeMap<>();
    bundles
        .getTracked()
        .forEach(
            (bundle, name) ->
                // two bundles of one capability: the one that works speaks for it
                states.merge(
                    name,
                    state(bundle, name),
                    (one, other) -> one.state() == State.ACTIVE ? one : other));
    return new ArrayList<>(states.values());
  }

  private CapabilityState state(Bundle bundle, String name) {
    String version = bundle.getVersion().toString();
    return switch (bundle.getState()) {
      case Bundle.ACTIVE -> {
        String missing = BundleComponents.of(components.getService(), bundle).missing();
        yield new CapabilityState(
            name, version, missing.isEmpty() ? State.ACTIVE : State.UNSATISFIED, missing);
      }
      case Bundle.STARTING ->
          new CapabilityState(name, version, State.STARTING, "its bundle is starting");
      case Bundle.RESOLVED ->
          bundle.adapt(BundleStartLevel.class).isPersistentlyStarted()
              ? new CapabilityState(
                  name, version, State.STARTING, "its bundle waits for its start level")
              : new CapabilityState(name, version, State.UNSATISFIED, "its bundle is not started");
      case Bundle.INSTALLED ->
          new CapabilityState(
              name,
              version,
              State.UNSATISFIED,
              "its bundle cannot be resolved: something it imports is not installed");
      default -> new CapabilityState(name, version, State.UNSATISFIED, "its bundle is stopping");
    };
  }

  /** Whether all paths that a capability's bundle declares are here now. */
  boolean isComplete(String name) {
    if (name.equals(FrontDoor.PLATFORM)) {
      return true;
    }
    Optional<Bundle> bundle =
        bundles.getTracked().entrySet().stream()
            .filter(each -> each.getValue().equals(name))
            .map(Map.Entry::getKey)
            .filter(each -> each.getState() == Bundle.ACTIVE)
            .findFirst();
    return bundle.isPresent()
        && BundleComponents.of(components.getService(), bundle.get()).routesInService()
            == routes.size(name);
  }

  @Override
  public void close() {
    bundles.close();
    components.close();
  }
}
