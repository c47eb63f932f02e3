package io.lamina.audit.domain;

import io.lamina.api.audit.AuditTrail;
import io.lamina.api.capability.Health;
import io.lamina.api.capability.HealthCheck;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Healthy while entries are written and sealed. There before that, to say that they are not. */
@Component(service = HealthCheck.class)
public final class AuditHealth implements HealthCheck {
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile AuditTrail trail;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile Sealer sealer;

  @Override
  public Health check() {
    Sealer current = sealer;
    if (trail == null || current == null) {
      return Health.failing(
          "The audit trail is not there, so nothing can be changed or read: the database or the"
              + " folder of its heads is missing; the log says which");
    }
    return current.trouble().isEmpty() ? Health.ok() : Health.failing(current.trouble());
  }
}
