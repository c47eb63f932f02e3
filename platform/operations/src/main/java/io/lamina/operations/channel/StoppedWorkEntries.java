package io.lamina.operations.channel;

import io.lamina.api.audit.AuditAction;
import io.lamina.api.audit.AuditEvent;
import io.lamina.api.audit.AuditTrail;
import io.lamina.operations.copy.StoppedWork;
import java.io.IOException;
import java.nio.file.Path;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the audit trail, once it is there, of what was done while the platform was stopped. */
@Component(service = StoppedWorkEntries.class, immediate = true)
public final class StoppedWorkEntries {
  private static final Logger LOG = LoggerFactory.getLogger(StoppedWorkEntries.class);

  @Activate
  public StoppedWorkEntries(BundleContext bundle, @Reference AuditTrail trail) {
    this(Path.of(bundle.getProperty("lamina.data")), trail);
  }

  StoppedWorkEntries(Path data, AuditTrail trail) {
    try {
      for (StoppedWork work : StoppedWork.readFrom(data)) {
        AuditEvent event =
            AuditEvent.of(AuditAction.CONFIGURE, "operator-command", work.command())
                .with("at", work.at());
        trail.event(null, work.backup().isEmpty() ? event : event.with("backup", work.backup()));
      }
      StoppedWork.forget(data);
    } catch (IOException | RuntimeException e) {
      // kept for the next start: twice in the trail is better than never
      LOG.error("The audit trail was not told of what was done while Lamina was stopped", e);
    }
  }
}
