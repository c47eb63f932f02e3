package io.lamina.rest.runtime;

import io.lamina.rest.config.DoorSettings;
import io.lamina.rest.config.RestConfig;
import io.lamina.rest.door.FrontDoor;
import java.io.IOException;
import java.nio.file.Path;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the front door in the runtime; a change of its configuration opens it anew. */
@Component(
    service = {},
    immediate = true,
    configurationPid = "io.lamina.rest")
@Designate(ocd = RestConfig.class)
public final class FrontDoorComponent {
  private static final Logger LOG = LoggerFactory.getLogger(FrontDoorComponent.class);

  private final BundleContext context;
  private final CapabilityBundles bundles;
  private final FrontDoor door;
  private final ServiceWatch services;
  private final SynchronousBundleListener end;

  @Activate
  public FrontDoorComponent(
      BundleContext context, RestConfig config, @Reference RateLimitsComponent limits)
      throws IOException {
    this.context = context;
    Path data = Path.of(System.getProperty("lamina.data", "data")).toAbsolutePath();
    bundles = new CapabilityBundles(context);
    services = new ServiceWatch(context);
    String version = context.getBundle().getVersion().toString();
    end =
        event -> {
          // SIGTERM: while every service is still there, finish what is in flight (trap 5)
          if (event.getType() == BundleEvent.STOPPING
              && event.getBundle().getBundleId() == Constants.SYSTEM_BUNDLE_ID) {
            stopAccepting();
          }
        };
    FrontDoor opened = null;
    try {
      opened =
          new FrontDoor(
              DoorSettings.of(config, System.getenv(), data),
              services::authenticator,
              bundles,
              bundles::isComplete,
              limits.limits(),
              version);
      bundles.open(opened.routes());
      // started first: a servlet that is there already is initialised with the server's context
      opened.start();
      services.open(opened);
    } catch (IOException | RuntimeException e) {
      LOG.error("The front door stays closed: {}", e.getMessage());
      services.close();
      bundles.close();
      if (opened != null) {
        opened.close();
      }
      throw e;
    }
    door = opened;
    context.addBundleListener(end);
  }

  private void stopAccepting() {
    LOG.info("Stopping: requests in flight are finished first");
    door.drain();
  }

  @Deactivate
  public void close() {
    context.removeBundleListener(end);
    door.drain();
    services.close();
    bundles.close();
    door.close();
  }
}
