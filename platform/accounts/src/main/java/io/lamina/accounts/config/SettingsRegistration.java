package io.lamina.accounts.config;

import io.lamina.accounts.domain.Settings;
import java.nio.file.Path;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.ComponentException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers the settings once the configuration is right. A wrong one is refused with one line in the
 * log: at start nobody can sign in until it is corrected, later the settings stay as they were. A
 * component that threw instead would be asked again by each of its users, with a stack trace each.
 */
@Component(
    immediate = true,
    service = {},
    configurationPid = AccountsConfig.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = AccountsConfig.class)
public final class SettingsRegistration {
  private static final Logger LOG = LoggerFactory.getLogger(SettingsRegistration.class);

  private final BundleContext bundle;
  private ConfiguredSettings settings;
  private ServiceRegistration<Settings> registration;

  @Activate
  public SettingsRegistration(
      AccountsConfig config, Map<String, Object> properties, BundleContext bundle) {
    this.bundle = bundle;
    modified(config, properties);
  }

  @Modified
  void modified(AccountsConfig config, Map<String, Object> properties) {
    try {
      if (settings == null) {
        Path data = Path.of(bundle.getProperty("lamina.data"));
        settings = new ConfiguredSettings(config, properties, System.getenv(), data);
        registration = bundle.registerService(Settings.class, settings, null);
      } else {
        settings.change(config, properties);
        LOG.info("Roles and settings were changed");
      }
    } catch (IllegalArgumentException | ComponentException e) {
      // the latter where a number is none
      LOG.error(
          "etc/{}.cfg is refused, {}: {}",
          AccountsConfig.PID,
          settings == null ? "nobody can sign in" : "the settings stay as they were",
          e.getMessage());
    }
  }

  @Deactivate
  void deactivate() {
    if (registration != null) {
      registration.unregister();
    }
  }
}
