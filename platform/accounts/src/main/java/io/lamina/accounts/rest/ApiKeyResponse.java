package io.lamina.accounts.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.lamina.accounts.domain.apikey.ApiKey;
import io.lamina.accounts.domain.apikey.ApiKeyService.MadeKey;
import io.lamina.api.identity.Permission;
import java.time.Instant;
import java.util.List;

/**
 * An API key as an answer shows it.
 *
 * @param key what the program sends: in the answer that made it alone
 * @param permissions the rights it lets through, if its user has them
 * @param lastUsedAt to the minute; null for never
 */
public record ApiKeyResponse(
    long id,
    @JsonInclude(JsonInclude.Include.NON_NULL) String key,
    long userId,
    String name,
    List<String> permissions,
    Instant createdAt,
    Instant expiresAt,
    Instant lastUsedAt) {

  static ApiKeyResponse of(MadeKey made) {
    return of(made.key(), made.text());
  }

  static ApiKeyResponse of(ApiKey key) {
    return of(key, null);
  }

  private static ApiKeyResponse of(ApiKey key, String text) {
    return new ApiKeyResponse(
        key.id(),
        text,
        key.userId(),
        key.name(),
        key.lets().stream().map(Permission::key).sorted().toList(),
        key.createdAt(),
        key.expiresAt(),
        key.lastUsedAt().orElse(null));
  }

  @Override
  public String toString() {
    return "ApiKeyResponse[" + id + "]";
  }
}
