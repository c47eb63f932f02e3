package io.lamina.audit.domain;

import io.lamina.api.audit.AuditAction;
import io.lamina.api.audit.AuditEvent;
import io.lamina.api.audit.AuditTrail;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.osgi.framework.Constants;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the trail what happens to the platform itself: its start and stop, changed configuration,
 * and modules that come and go. Who did it is not known here: it was done on the machine.
 */
@Component(service = ConfigurationListener.class, immediate = true)
public final class PlatformEvents implements ConfigurationListener, BundleListener {
  private static final Logger LOG = LoggerFactory.getLogger(PlatformEvents.class);
  private static final String OURS = "io.lamina.";

  /** Set in the first start of this bundle within a process: what follows are upgrades of it. */
  private static final String STARTED = "lamina.audit.started";

  private static final Map<Integer, String> EVENTS =
      Map.of(
          BundleEvent.INSTALLED, "installed",
          BundleEvent.UPDATED, "updated",
          BundleEvent.STARTED, "started",
          BundleEvent.STOPPED, "stopped",
          BundleEvent.UNINSTALLED, "uninstalled");

  private final BundleContext context;
  private final AuditTrail trail;

  @Activate
  public PlatformEvents(
      BundleContext context, @Reference AuditTrail trail, @Reference Heads heads) {
    this.context = context;
    this.trail = trail;
    boolean again = System.setProperty(STARTED, "true") != null;
    tell(again ? module(context.getBundle(), "started") : platform("started"));
    heads
        .whatWasPutBack()
        .ifPresent(
            done ->
                tell(
                    AuditEvent.of(AuditAction.CONFIGURE, "audit-heads", "")
                        .with("event", "put-back")
                        .with("from", done.from())
                        .with("to", done.to())));
    context.addBundleListener(this);
  }

  @Deactivate
  public void close() {
    context.removeBundleListener(this);
    tell(stopping() ? platform("stopped") : module(context.getBundle(), "stopped"));
  }

  @Override
  public void bundleChanged(BundleEvent event) {
    Bundle bundle = event.getBundle();
    String what = EVENTS.get(event.getType());
    // at the end of the platform all modules stop, which its own entry says
    if (what != null && bundle.getSymbolicName() != null && !stopping()) {
      String capability = bundle.getHeaders("").get("Lamina-Capability");
      if (capability != null || bundle.getSymbolicName().startsWith(OURS)) {
        tell(module(bundle, what));
      }
    }
  }

  @Override
  public void configurationEvent(ConfigurationEvent event) {
    if (event.getPid().startsWith(OURS)) {
      String change = event.getType() == ConfigurationEvent.CM_DELETED ? "deleted" : "changed";
      tell(
          AuditEvent.of(AuditAction.CONFIGURE, "configuration", event.getPid())
              .with("event", change));
    }
  }

  private boolean stopping() {
    Bundle framework = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION);
    return framework != null && framework.getState() == Bundle.STOPPING;
  }

  private AuditEvent platform(String what) {
    return AuditEvent.of(AuditAction.MODULE, "platform", "")
        .with("event", what)
        .with("version", context.getBundle().getVersion());
  }

  private static AuditEvent module(Bundle bundle, String what) {
    return AuditEvent.of(AuditAction.MODULE, "module", bundle.getSymbolicName())
        .with("event", what)
        .with("version", bundle.getVersion());
  }

  private void tell(AuditEvent event) {
    try {
      trail.event(null, event);
    } catch (RuntimeException e) {
      // it has happened already: nobody is left to refuse it to
      LOG.error("The audit trail was not told of {} {}", event.object(), event.objectId(), e);
    }
  }
}
