package io.lamina.accounts.domain;

import io.lamina.api.capability.Health;
import io.lamina.api.capability.HealthCheck;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Healthy once somebody can sign in. There before that, to say that nobody can. */
@Component(service = HealthCheck.class)
public final class AccountsHealth implements HealthCheck {
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile FirstBoot firstBoot;

  @Override
  public Health check() {
    return firstBoot == null
        ? Health.failing(
            "Nobody can sign in yet: the database is not there, or etc/io.lamina.accounts.cfg is"
                + " refused; the log says which")
        : Health.ok();
  }
}
