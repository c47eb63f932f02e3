package io.lamina.studies.domain;

import io.lamina.api.capability.Health;
import io.lamina.api.capability.HealthCheck;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Says how this capability takes data in. That it is registered means that its tables, the blob
 * store and the DICOM toolkit are there; the database answers for itself.
 */
@Component(service = HealthCheck.class)
public final class StudiesHealth implements HealthCheck {
  private final IngestService ingest;

  @Activate
  public StudiesHealth(@Reference IngestService ingest) {
    this.ingest = ingest;
  }

  @Override
  public Health check() {
    return Health.ok(Map.of("intake", ingest.limits().intakeOpen() ? "quarantine" : "off"));
  }
}
