package io.lamina.accounts.config;

import io.lamina.accounts.domain.Roles;
import io.lamina.accounts.domain.Settings;
import io.lamina.accounts.domain.oidc.OidcRealm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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
      Duration apiKeyLifetime,
      SignUp signUp,
      Optional<OidcRealm> oidc,
      Duration sessionIdle,
      Duration sessionLifetime,
      int sessionsPerUser) {}

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
    Roles roles = Roles.of(properties);
    values =
        new Values(
            roles,
            config.token_issuer(),
            Duration.ofDays(within(1, config.signing$_$key_days(), 3650, "signing-key.days")),
            Duration.ofSeconds(within(1, config.state_cache_seconds(), 300, "state.cache.seconds")),
            guesses(config),
            within(0, config.api$_$keys_per$_$user(), 1000, "api-keys.per-user"),
            Duration.ofDays(within(1, config.api$_$keys_days(), 3650, "api-keys.days")),
            signUp(config, roles),
            OidcSettings.of(config, properties, roles),
            Duration.ofMinutes(
                within(5, config.session_idle_minutes(), 1440, "session.idle.minutes")),
            Duration.ofHours(
                within(1, config.session_lifetime_hours(), 168, "session.lifetime.hours")),
            within(1, config.sessions_per_user(), 1000, "sessions.per.user"));
  }

  private static SignUp signUp(AccountsConfig config, Roles roles) {
    SignUp.Mode mode =
        Stream.of(SignUp.Mode.values())
            .filter(each -> each.name().equalsIgnoreCase(config.registration().strip()))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "registration must be invitation, approval or off"));
    String role = config.registration_role().strip();
    if (roles.siteRoles().stream().noneMatch(each -> each.name().equals(role))) {
      throw new IllegalArgumentException(
          "registration.role names '" + role + "', but there is no key site." + role);
    }
    return new SignUp(
        mode,
        role,
        within(1, config.registration_pending(), 10_000, "registration.pending"),
        Duration.ofDays(within(1, config.invitation_days(), 365, "invitation.days")));
  }

  private static Guesses guesses(AccountsConfig config) {
    return new Guesses(
        within(3, config.failed_sign$_$ins(), 1000, "failed.sign-ins"),
        within(3, config.failed_sign$_$ins_address(), 100_000, "failed.sign-ins.address"),
        within(3, config.failed_sign$_$ins_user(), 100_000, "failed.sign-ins.user"));
  }

  static int within(int least, int value, int most, String key) {
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
  public SignUp signUp() {
    return values.signUp();
  }

  @Override
  public Optional<OidcRealm> oidc() {
    return values.oidc();
  }

  @Override
  public Duration sessionIdle() {
    return values.sessionIdle();
  }

  @Override
  public Duration sessionLifetime() {
    return values.sessionLifetime();
  }

  @Override
  public int sessionsPerUser() {
    return values.sessionsPerUser();
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
