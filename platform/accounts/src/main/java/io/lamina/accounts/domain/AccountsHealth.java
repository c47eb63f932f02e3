package io.lamina.accounts.domain;

import io.lamina.api.capability.Health;
import io.lamina.api.capability.HealthCheck;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Healthy once somebody can sign in; names the switches that make the platform less strict. */
@Component(service = HealthCheck.class)
public final class AccountsHealth implements HealthCheck {
  private final Settings settings;

  @Activate
  public AccountsHealth(@Reference Settings settings, @Reference FirstBoot firstBoot) {
    this(settings);
  }

  AccountsHealth(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Health check() {
    return Health.ok(
        settings.developmentProfile()
            ? Map.of("profile", "dev: clients on this machine sign in without proof (H-01)")
            : Map.of());
  }
}
