package io.lamina.accounts.config;

import io.lamina.accounts.domain.Roles;
import io.lamina.accounts.domain.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settings from {@code etc/io.lamina.accounts.cfg} and the environment. A configuration with an
 * unknown permission or role is refused: at start nobody can sign in until it is corrected, later
 * the one before stays in force.
 */
@Component(
    service = Settings.class,
    configurationPid = AccountsConfig.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = AccountsConfig.class)
public final class ConfiguredSettings implements Settings {
  private static final Logger LOG = LoggerFactory.getLogger(ConfiguredSettings.class);

  private final Map<String, String> environment;
  private final Path dataFolder;
  private volatile Values values;

  private record Values(AccountsConfig config, Roles roles) {}

  @Activate
  public ConfiguredSettings(
      AccountsConfig config, Map<String, Object> properties, BundleContext bundle) {
    this(config, properties, System.getenv(), Path.of(bundle.getProperty("lamina.data")));
  }

  ConfiguredSettings(
      AccountsConfig config,
      Map<String, Object> properties,
      Map<String, String> environment,
      Path dataFolder) {
    this.environment = Map.copyOf(environment);
    this.dataFolder = dataFolder;
    this.values = read(config, properties);
  }

  @Modified
  void modified(AccountsConfig config, Map<String, Object> properties) {
    values = read(config, properties);
    LOG.info("Roles and settings were changed");
  }

  private static Values read(AccountsConfig config, Map<String, Object> properties) {
    try {
      return new Values(config, Roles.of(properties));
    } catch (IllegalArgumentException e) {
      LOG.error("{}.cfg is refused: {}", AccountsConfig.PID, e.getMessage());
      throw e;
    }
  }

  @Override
  public Roles roles() {
    return values.roles();
  }

  @Override
  public String issuer() {
    return values.config().token_issuer();
  }

  @Override
  public Duration signingKeyAge() {
    return Duration.ofDays(values.config().signing$_$key_days());
  }

  @Override
  public Duration stateCache() {
    return Duration.ofSeconds(values.config().state_cache_seconds());
  }

  @Override
  public Optional<Integer> failedSignIns() {
    return "off".equalsIgnoreCase(environment.get("LAMINA_RATE_LIMITS"))
        ? Optional.empty()
        : Optional.of(values.config().failed_sign$_$ins());
  }

  @Override
  public boolean developmentProfile() {
    return "dev".equals(environment.get("LAMINA_PROFILE"));
  }

  @Override
  public Optional<String> firstPassword() {
    return Optional.ofNullable(environment.get("LAMINA_ADMIN_PASSWORD"))
        .filter(password -> !password.isEmpty());
  }

  @Override
  public Path dataFolder() {
    return dataFolder;
  }
}
