package io.lamina.accounts.rest;

import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Permission;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An API key to make.
 *
 * @param expiresIn seconds; null for as long as configuration allows
 * @param permissions names of the rights it lets through; null for all but {@code user.manage}
 */
public record ApiKeyRequest(String name, Long expiresIn, List<String> permissions) {
  private static final long MOST_SECONDS = Duration.ofDays(4000).toSeconds();

  Optional<Duration> life() {
    return Optional.ofNullable(expiresIn)
        .map(seconds -> Duration.ofSeconds(Math.max(0, Math.min(seconds, MOST_SECONDS))));
  }

  Optional<Set<Permission>> only() {
    if (permissions == null) {
      return Optional.empty();
    }
    Set<Permission> named = EnumSet.noneOf(Permission.class);
    for (String each : permissions) {
      named.add(
          Optional.ofNullable(each)
              .flatMap(Permission::byKey)
              .orElseThrow(
                  () ->
                      LaminaException.invalid(
                          "Field 'permissions' names one that does not exist; GET /api/roles"
                              + " lists them")));
    }
    return Optional.of(named);
  }
}
