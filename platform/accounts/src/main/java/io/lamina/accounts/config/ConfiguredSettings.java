package io.lamina.accounts.config;

import io.lamina.accounts.domain.Roles;
import io.lamina.accounts.domain.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Settings from {@code etc/io.lamina.accounts.cfg} and the environment. */
final class ConfiguredSettings implements Settings {
  private final Map<String, String> environment;
  private final Path dataFolder;
  private volatile Values values;

  private record Values(
      Roles roles,
      String issuer,
      Duration keyAge,
      Duration stateCache,
      Guesses guesses,
      int apiKeys,
      Duration apiKeyLifetime) {}

  /**
   * @param properties the keys of the configuration, those of a site's own roles among them
   * @throws IllegalArgumentException for a permission or role that does not exist, and for a number
   *     out of range
   */
  ConfiguredSettings(
      AccountsConfig config,
      Map<String, Object> properties,
      Map<String, String> environment,
      Path dataFolder) {
    this.environment = Map.copyOf(environment);
    this.dataFolder = dataFolder;
    change(config, properties);
  }

  /**
   * Puts other settings in force.
   *
   * @throws IllegalArgumentException as above; the ones before stay in force
   */
  void change(AccountsConfig config, Map<String, Object> properties) {
    values =
        new Values(
            Roles.of(properties),
            config.token_issuer(),
            Duration.ofDays(within(1, config.signing$_$key_days(), 3650, "signing-key.days")),
            Duration.ofSeconds(within(1, config.state_cache_seconds(), 300, "state.cache.seconds")),
            guesses(config),
            within(0, config.api$_$keys_per$_$user(), 1000, "api-keys.per-user"),
            Duration.ofDays(within(1, config.api$_$keys_days(), 3650, "api-keys.days")));
  }

  private static Guesses guesses(AccountsConfig config) {
    return new Guesses(
        within(3, config.failed_sign$_$ins(), 1000, "failed.sign-ins"),
        within(3, config.failed_sign$_$ins_address(), 100_000, "failed.sign-ins.address"),
        within(3, config.failed_sign$_$ins_user(), 100_000, "failed.sign-ins.user"));
  }

  private static int within(int least, int value, int most, String key) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(key + " must be from " + least + " to " + most);
    }
    return value;
  }

  @Override
  public Roles roles() {
    return values.roles();
  }

  @Override
  public String issuer() {
    return values.issuer();
  }

  @Override
  public Duration signingKeyAge() {
    return values.keyAge();
  }

  @Override
  public Duration stateCache() {
    return values.stateCache();
  }

  @Override
  public Optional<Guesses> guesses() {
    return "off".equalsIgnoreCase(environment.get("LAMINA_RATE_LIMITS"))
        ? Optional.empty()
        : Optional.of(values.guesses());
  }

  @Override
  public int apiKeysPerUser() {
    return values.apiKeys();
  }

  @Override
  public Duration apiKeyLifetime() {
    return values.apiKeyLifetime();
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
