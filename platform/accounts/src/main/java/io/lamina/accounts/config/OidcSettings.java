package io.lamina.accounts.config;

import com.nimbusds.jose.JWSAlgorithm;
import io.lamina.accounts.domain.Roles;
import io.lamina.accounts.domain.oidc.OidcRealm;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the keys {@code oidc.*}. */
final class OidcSettings {
  private static final String ROLE = "oidc.role.";

  private OidcSettings() {}

  /**
   * @return empty where no issuer is named
   * @throws IllegalArgumentException in words for hospital IT
   */
  static Optional<OidcRealm> of(
      AccountsConfig config, Map<String, Object> properties, Roles roles) {
    String issuer = config.oidc_issuer().strip();
    if (issuer.isEmpty()) {
      return Optional.empty();
    }
    if (issuer.equals(config.token_issuer())) {
      throw new IllegalArgumentException("oidc.issuer must not be the token.issuer of this site");
    }
    String keys = config.oidc_jwks_uri().strip();
    return Optional.of(
        new OidcRealm(
            issuer,
            words(config.oidc_audience()),
            words(config.oidc_client()),
            keys.isEmpty() ? Optional.empty() : Optional.of(OidcRealm.uri("oidc.jwks.uri", keys)),
            List.of(config.oidc_roles_claim().strip().split("\\.")),
            roles(properties, roles),
            words(config.oidc_algorithms()).stream()
                .map(JWSAlgorithm::parse)
                .collect(Collectors.toUnmodifiableSet()),
            Duration.ofSeconds(
                ConfiguredSettings.within(0, config.oidc_skew_seconds(), 300, "oidc.skew.seconds")),
            Duration.ofMinutes(
                ConfiguredSettings.within(
                    10, config.oidc_outage_minutes(), 10_080, "oidc.outage.minutes"))));
  }

  private static Map<String, Set<String>> roles(Map<String, Object> properties, Roles known) {
    Set<String> site =
        known.siteRoles().stream().map(Roles.SiteRole::name).collect(Collectors.toSet());
    Map<String, Set<String>> mapping = new HashMap<>();
    properties.forEach(
        (key, value) -> {
          if (key.startsWith(ROLE)) {
            Set<String> named = words(String.valueOf(value));
            if (!site.containsAll(named)) {
              throw new IllegalArgumentException(
                  key + " names a role that does not exist; there are " + site);
            }
            mapping.put(key.substring(ROLE.length()), named);
          }
        });
    return mapping;
  }

  private static Set<String> words(String value) {
    return Stream.of(value.split(","))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }
}
